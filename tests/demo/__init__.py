"""The demo: the product's main job, played in a real browser on the sandbox, with a report. See `demo.py`."""
