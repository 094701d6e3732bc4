"""A run of the command over folders of articles.

batch      the run: items → results → journal → output    pool      worker processes, results in order
journal    what is done so far, on disk                    progress  the bar on a terminal
summary    what came out of it
"""
