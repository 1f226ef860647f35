"""The live page on 127.0.0.1: a what-if is moved and its paired differences follow."""
