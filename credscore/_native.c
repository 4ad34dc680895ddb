/* The loops that every document goes through, once a character or once a word.
 *
 * Each function here gives what the Python beside its one caller gives, on any text, and nothing
 * else: tests/test_native.py holds the two against each other. Without a compiler the package
 * installs without this file and is merely slower. Python's own tables say what a letter is, so
 * that both follow the same version of Unicode.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define CURLY_APOSTROPHE 0x2019
/* The two letters whose lower case is not one letter for one: the capital I with a dot becomes
 * two, and the capital sigma hangs on what stands around it. */
#define CAPITAL_I_WITH_DOT 0x130
#define CAPITAL_SIGMA 0x3A3

/* A text to read from: where its characters lie, and of which width they are. */
typedef struct {
    int kind;
    const void *data;
} Text;

static Text
text_of(PyObject *str)
{
    Text text = {PyUnicode_KIND(str), PyUnicode_DATA(str)};
    return text;
}

static inline Py_UCS4
at(Text text, Py_ssize_t place)
{
    return PyUnicode_READ(text.kind, text.data, place);
}

static inline int
is_digit(Py_UCS4 c)
{
    return c < 128 ? c >= '0' && c <= '9' : Py_UNICODE_ISDECIMAL(c);
}

/* What re calls [^\W_]. */
static inline int
is_in_word(Py_UCS4 c)
{
    if (c < 128) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return Py_UNICODE_ISALNUM(c);
}

static inline int
is_apostrophe(Py_UCS4 c)
{
    return c == '\'' || c == CURLY_APOSTROPHE;
}

static inline Py_UCS4
lowered(Py_UCS4 c)
{
    if (c < 128) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    return c == CURLY_APOSTROPHE ? '\'' : Py_UNICODE_TOLOWER(c);
}

/* Where the number from `place` on ends that has separators inside ("70,000"); `place` if there
 * is none. */
static Py_ssize_t
end_of_number(Text text, Py_ssize_t place, Py_ssize_t end)
{
    Py_ssize_t behind = place, reached = place;
    while (behind < end && is_digit(at(text, behind))) {
        behind++;
    }
    while (behind + 1 < end && (at(text, behind) == '.' || at(text, behind) == ',')
           && is_digit(at(text, behind + 1))) {
        behind++;
        while (behind < end && is_digit(at(text, behind))) {
            behind++;
        }
        reached = behind;
    }
    return reached;
}

/* Where the word that begins at `place` ends. */
static Py_ssize_t
end_of_word(Text text, Py_ssize_t place, Py_ssize_t end)
{
    Py_ssize_t behind;
    if (is_digit(at(text, place))) {
        behind = end_of_number(text, place, end);
        if (behind > place) {
            return behind;
        }
    }
    for (behind = place + 1; behind < end; behind++) {
        if (is_in_word(at(text, behind))) {
            continue;
        }
        if (!is_apostrophe(at(text, behind)) || behind + 1 == end
            || !is_in_word(at(text, behind + 1))) {
            break;
        }
    }
    return behind;
}

static Py_ssize_t
next_word(Text text, Py_ssize_t place, Py_ssize_t end)
{
    while (place < end && !is_in_word(at(text, place))) {
        place++;
    }
    return place;
}

/* The longest word that is put together without asking for memory. */
#define USUAL 64

/* text[start:end] in lower case with straight apostrophes, as a new string. */
static PyObject *
lower_piece(Text text, Py_ssize_t start, Py_ssize_t end)
{
    Py_UCS4 usual[USUAL], *wide = usual;
    Py_ssize_t length = end - start;
    PyObject *piece;
    if (length > USUAL) {
        wide = PyMem_New(Py_UCS4, length);
        if (wide == NULL) {
            return PyErr_NoMemory();
        }
    }
    Py_UCS4 all = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        wide[i] = lowered(at(text, start + i));
        all |= wide[i];
    }
    if (all < 128) {
        piece = PyUnicode_New(length, 127);
        if (piece != NULL) {
            Py_UCS1 *narrow = PyUnicode_1BYTE_DATA(piece);
            for (Py_ssize_t i = 0; i < length; i++) {
                narrow[i] = (Py_UCS1)wide[i];
            }
        }
    }
    else {
        piece = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, wide, length);
    }
    if (wide != usual) {
        PyMem_Free(wide);
    }
    return piece;
}

/* Append a number; -1 on failure. */
static int
append_number(PyObject *list, Py_ssize_t number)
{
    PyObject *value = PyLong_FromSsize_t(number);
    if (value == NULL) {
        return -1;
    }
    int failed = PyList_Append(list, value);
    Py_DECREF(value);
    return failed;
}

PyDoc_STRVAR(read_words_doc,
"read_words(text: str) -> tuple[list[str], list[int], list[int]] | None\n\n"
"Words in lower case, where each starts and where it ends; equal words are one object. None for\n"
"a text with a letter whose lower case is not one letter.");

static PyObject *
read_words(PyObject *module, PyObject *args)
{
    PyObject *str;
    if (!PyArg_ParseTuple(args, "U", &str)) {
        return NULL;
    }
    Text text = text_of(str);
    Py_ssize_t end = PyUnicode_GET_LENGTH(str);
    if (text.kind != PyUnicode_1BYTE_KIND) {
        for (Py_ssize_t place = 0; place < end; place++) {
            Py_UCS4 c = at(text, place);
            if (c == CAPITAL_I_WITH_DOT || c == CAPITAL_SIGMA) {
                Py_RETURN_NONE;
            }
        }
    }
    PyObject *result = NULL;
    PyObject *known = PyDict_New(), *words = PyList_New(0);
    PyObject *starts = PyList_New(0), *ends = PyList_New(0);
    if (known == NULL || words == NULL || starts == NULL || ends == NULL) {
        goto done;
    }
    Py_ssize_t behind;
    for (Py_ssize_t start = next_word(text, 0, end); start < end;
         start = next_word(text, behind, end)) {
        behind = end_of_word(text, start, end);
        PyObject *word = lower_piece(text, start, behind);
        if (word == NULL) {
            goto done;
        }
        PyObject *same = PyDict_SetDefault(known, word, word);
        int failed = same == NULL || PyList_Append(words, same) < 0;
        Py_DECREF(word);
        if (failed || append_number(starts, start) < 0 || append_number(ends, behind) < 0) {
            goto done;
        }
    }
    result = PyTuple_Pack(3, words, starts, ends);
done:
    Py_XDECREF(known);
    Py_XDECREF(words);
    Py_XDECREF(starts);
    Py_XDECREF(ends);
    return result;
}

PyDoc_STRVAR(held_keys_doc,
"held_keys(text: str, keys: dict[str, object]) -> set[str]\n\n"
"The keys that stand in the text as whole runs of letters.");

static PyObject *
held_keys(PyObject *module, PyObject *args)
{
    PyObject *str, *keys;
    if (!PyArg_ParseTuple(args, "UO!", &str, &PyDict_Type, &keys)) {
        return NULL;
    }
    /* Which first letters and lengths a key may have: few words need be made to be looked up. */
    Py_ssize_t longest = 0, shortest = PY_SSIZE_T_MAX, cursor = 0;
    char begins[128] = {0};
    PyObject *key, *value;
    while (PyDict_Next(keys, &cursor, &key, &value)) {
        Py_ssize_t length = PyUnicode_Check(key) ? PyUnicode_GET_LENGTH(key) : 0;
        Py_UCS4 first = length ? PyUnicode_READ_CHAR(key, 0) : 128;
        if (first >= 128) {
            PyErr_SetString(PyExc_ValueError, "keys must begin with a letter of ASCII");
            return NULL;
        }
        longest = Py_MAX(longest, length);
        shortest = Py_MIN(shortest, length);
        begins[first] = 1;
    }
    PyObject *held = PySet_New(NULL);
    if (held == NULL) {
        return NULL;
    }
    Text text = text_of(str);
    Py_ssize_t end = PyUnicode_GET_LENGTH(str);
    for (Py_ssize_t start = 0; start < end;) {
        Py_ssize_t behind = start;
        while (behind < end && is_in_word(at(text, behind)) && !is_digit(at(text, behind))) {
            behind++;
        }
        Py_ssize_t length = behind - start;
        if (length >= shortest && length <= longest && at(text, start) < 128
            && begins[at(text, start)]) {
            PyObject *word = PyUnicode_Substring(str, start, behind);
            int is_key = word == NULL ? -1 : PyDict_Contains(keys, word);
            if (is_key < 0 || (is_key && PySet_Add(held, word) < 0)) {
                Py_XDECREF(word);
                Py_DECREF(held);
                return NULL;
            }
            Py_DECREF(word);
        }
        start = behind + 1;
    }
    return held;
}

/* Whether words[first:] begins with the words of `phrase`; -1 on failure. */
static int
begins_with(PyObject *words, Py_ssize_t first, PyObject *phrase)
{
    Py_ssize_t length = PyList_GET_SIZE(phrase);
    if (length > PyList_GET_SIZE(words) - first) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        int same = PyObject_RichCompareBool(
            PyList_GET_ITEM(words, first + i), PyList_GET_ITEM(phrase, i), Py_EQ);
        if (same <= 0) {
            return same;
        }
    }
    return 1;
}

PyDoc_STRVAR(find_phrases_doc,
"find_phrases(lower: str, start: int, end: int, entries) -> list[tuple[int, int, T]]\n\n"
"The phrases in lower[start:end], none inside another: offsets, and the entry. The entries are\n"
"tuples that hold a list of words first, in lists by their first word, the longest first.");

static PyObject *
find_phrases(PyObject *module, PyObject *args)
{
    PyObject *str, *entries;
    Py_ssize_t start, end;
    if (!PyArg_ParseTuple(args, "UnnO!", &str, &start, &end, &PyDict_Type, &entries)) {
        return NULL;
    }
    Text text = text_of(str);
    end = Py_MIN(end, PyUnicode_GET_LENGTH(str));
    start = Py_MAX(start, 0);
    PyObject *result = NULL;
    PyObject *words = PyList_New(0), *starts = PyList_New(0), *ends = PyList_New(0);
    PyObject *found = PyList_New(0);
    if (words == NULL || starts == NULL || ends == NULL || found == NULL) {
        goto done;
    }
    int may_hold = 0;
    Py_ssize_t behind;
    for (start = next_word(text, start, end); start < end; start = next_word(text, behind, end)) {
        behind = end_of_word(text, start, end);
        PyObject *word = PyUnicode_Substring(str, start, behind);
        if (word == NULL) {
            goto done;
        }
        int failed = PyList_Append(words, word) < 0 || append_number(starts, start) < 0
                     || append_number(ends, behind) < 0;
        if (!failed && !may_hold) {
            may_hold = PyDict_Contains(entries, word);
            failed = may_hold < 0;
        }
        Py_DECREF(word);
        if (failed) {
            goto done;
        }
    }
    Py_ssize_t step;
    for (Py_ssize_t first = 0; may_hold && first < PyList_GET_SIZE(words); first += step) {
        step = 1;
        PyObject *candidates = PyDict_GetItemWithError(entries, PyList_GET_ITEM(words, first));
        if (candidates == NULL && PyErr_Occurred()) {
            goto done;
        }
        if (candidates != NULL && !PyList_Check(candidates)) {
            PyErr_SetString(PyExc_TypeError, "lists of entries are needed");
            goto done;
        }
        for (Py_ssize_t i = 0; candidates != NULL && i < PyList_GET_SIZE(candidates); i++) {
            PyObject *entry = PyList_GET_ITEM(candidates, i);
            PyObject *phrase = PyTuple_Check(entry) && PyTuple_GET_SIZE(entry)
                                   ? PyTuple_GET_ITEM(entry, 0) : Py_None;
            if (!PyList_Check(phrase) || PyList_GET_SIZE(phrase) == 0) {
                PyErr_SetString(PyExc_TypeError, "an entry holds a list of words first");
                goto done;
            }
            int is_here = begins_with(words, first, phrase);
            if (is_here < 0) {
                goto done;
            }
            if (is_here) {
                step = PyList_GET_SIZE(phrase);
                PyObject *hit = PyTuple_Pack(
                    3, PyList_GET_ITEM(starts, first), PyList_GET_ITEM(ends, first + step - 1),
                    entry);
                int failed = hit == NULL || PyList_Append(found, hit) < 0;
                Py_XDECREF(hit);
                if (failed) {
                    goto done;
                }
                break;
            }
        }
    }
    result = Py_NewRef(found);
done:
    Py_XDECREF(words);
    Py_XDECREF(starts);
    Py_XDECREF(ends);
    Py_XDECREF(found);
    return result;
}

static PyMethodDef methods[] = {
    {"read_words", read_words, METH_VARARGS, read_words_doc},
    {"held_keys", held_keys, METH_VARARGS, held_keys_doc},
    {"find_phrases", find_phrases, METH_VARARGS, find_phrases_doc},
    {NULL, NULL, 0, NULL},
};

/* Nothing is kept between calls, so that any number of interpreters may share it. */
static PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "credscore._native",
    .m_doc = "The compiled part: see credscore.native.",
    .m_size = 0,
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit__native(void)
{
    return PyModuleDef_Init(&definition);
}
