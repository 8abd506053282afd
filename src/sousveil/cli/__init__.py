"""The terminal's front door: one file a command.

A command is a module of this room with a function `run`; its docstring is the command's help, its annotated
parameters are the command line, and the number it returns is the exit status. Files whose names begin with an
underscore are helpers. No room below may import this one.
"""
