# What the programs must know of this language: see crates/texts/README.md.
name = Français
one = 0 1
own-words = le la les des une est dans avec vous sur
no-break-before = ; : ! ? »
