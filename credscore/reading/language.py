"""Whether a text is English running prose, as far as its most common words can tell."""

from credscore.reading.words import Words

# Function words that no other widely written language shares in this spelling and frequency:
# "in", "was", "an", "at", "her" and the like are left out on purpose.
_FUNCTION_WORDS = frozenset(
    {"the", "of", "and", "to", "that", "with", "as", "it", "his", "by", "from", "this"}
    | {"have", "has", "had", "not", "but", "they", "which", "were", "been", "are", "said"}
    | {"their", "will", "would", "who", "what", "when", "there", "can", "more", "if", "out"}
    | {"up", "about", "into", "than", "its", "after", "could", "should", "these", "those"}
    | {"because", "while", "where", "you", "your", "our", "we", "she", "him", "how"}
    | {"all", "between"}
)


def function_word_share(words: Words) -> float:
    """Share in [0, 1] of English function words among ``words``; 0 where there are none."""
    if not len(words):
        return 0.0
    index = words.index
    return sum(len(index[word]) for word in _FUNCTION_WORDS & index.keys()) / len(words)
