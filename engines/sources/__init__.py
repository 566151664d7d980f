"""Where pictures, sound and frames come from: each source opens late and closes in `finally`."""
