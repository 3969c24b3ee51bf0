"""One photo's item, found in this process: it takes a JPEG on its standard input and gives the item's mask, a grey PNG, on its
standard output; its argument is the model's folder. `server_cut.py` starts it and knows what its exits mean.
"""

import io
import os
import signal
import sys
from typing import Any

import numpy as np
from PIL import Image

# 4.6 MB, and by its authors' word as free as their code, Apache-2.0 (github.com/xuebinqin/U-2-Net/issues/208); of isnet (179 MB)
# that is an open question (github.com/xuebinqin/DIS/issues/150), and rembg's default may not be used commercially
MODEL = "u2netp"
NO_MODEL, NO_SUBJECT = 3, 4
LEAST, CLEAR = 0.01, 128
"""Share of the photo an item has at least, and the mask's value from which a pixel counts as of it. The model's answer is spread
over all values whatever it saw, so that a photo of nothing has a few loud specks."""


def main(folder: str) -> int:
    """Does it; the answer is the exit's code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides when we end
    os.nice(10)
    jpeg = sys.stdin.buffer.read()
    os.environ["U2NET_HOME"] = folder
    # rembg compiles its edge refinement when it is imported, 40 s the first time, and we never use it
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    try:
        session = _session()
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return NO_MODEL
    with Image.open(io.BytesIO(jpeg)) as photo, np.errstate(all="ignore"):
        mask: Image.Image = session.predict(photo)[0].convert("L")
    if (np.asarray(mask) >= CLEAR).mean() < LEAST:
        return NO_SUBJECT
    mask.save(sys.stdout.buffer, "PNG")
    sys.stdout.buffer.flush()
    return 0


def _session() -> Any:
    import onnxruntime
    from rembg import new_session

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the server's other work needs the rest
    return new_session(MODEL, sess_opts=options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
