"""Routing compared with real HAProxy: see compare.py."""
