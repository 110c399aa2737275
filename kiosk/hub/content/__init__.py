"""Publishing: content packages as a TUF repository of static files (docs/content-publishing.md).

Plain functions over a folder; the command line, the hub's daily job and the studio use the same ones.
"""
