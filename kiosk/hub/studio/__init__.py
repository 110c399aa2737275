"""The studio: drafts of content packages, changed by several administrators, published from the hub.

What a browser sees of it is kiosk.hub.desk.studio.
"""
