"""A tagger of names: words to vectors, a bidirectional LSTM over them, and a CRF over its tags."""
