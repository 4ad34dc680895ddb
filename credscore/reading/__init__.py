"""How a text becomes the units that features measure: blocks, sentences, words, quotations."""
