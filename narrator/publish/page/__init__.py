"""The page: an article to read along while it is heard, as one HTML file.

``document`` writes it, ``sections`` turns the article into markup, and ``track`` tells the script
when what is heard. Template, styles and script are in ``data/page`` as they are served: nothing is
built, and the page asks nothing of the network.
"""
