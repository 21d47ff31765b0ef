# What the programs must know of this language: see crates/texts/README.md.
name = English
one = 1
own-words = the of and is to with your from this
