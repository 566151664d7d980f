"""From words as they were said to text as it is written: pure, and free of any engine.

`write` turns one utterance into steps: text to insert at the caret, and spoken commands. The rules, in
the order in which they act:

1. Marks of a recogniser (`<sil>`, `word(2)`, `[unk]`), control and bidirectional characters are dropped.
2. Commands count when they are the whole utterance, or its end where they cannot belong to a sentence.
3. "literal", "글자 그대로" keep the words that follow from being a mark, a command or a custom word.
4. Custom words and spoken marks: the longest wins, a custom word over a mark of the same length.
5. Numbers, dates, times and money: `english_numbers`, `korean_numbers`. In doubt, words stay words.
6. Capitals and spaces, by what stands before the caret.
"""

from engines.writing.custom_words import CustomWord, CustomWords
from engines.writing.steps import Command, Insert, Step, Writing
from engines.writing.writer import write

__all__ = ["Command", "CustomWord", "CustomWords", "Insert", "Step", "Writing", "write"]
