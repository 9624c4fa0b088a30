"""The command line's commands, a module for each group of them.

Each has `register`, which says what options there are and what runs then; `modori.cli` puts them together.
What only one command needs is imported there: a start takes as long as its imports.
"""
