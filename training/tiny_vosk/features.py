"""The features that Kaldi, and so Vosk, hears by; the options are written down once for both sides."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE_HZ: Final = 16_000
SIZE: Final = 40
FRAME_MS: Final = 10
FRAME_MIDDLE_MS: Final = 12.5
"""The middle of the first frame."""
STEP: Final = 3
"""Vosk asks the network about every third frame: Kaldi's `frame-subsampling-factor`."""
_LOW_HZ: Final = 40
_HIGH_HZ: Final = -200
"""Counted down from half the rate."""

MFCC_CONF: Final = f"""\
--use-energy=false
--sample-frequency={RATE_HZ}
--num-mel-bins={SIZE}
--num-ceps={SIZE}
--low-freq={_LOW_HZ}
--high-freq={_HIGH_HZ}
--dither=0
--allow-upsample=true
--allow-downsample=true
"""


def mfcc(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the features, (frames, 40), of samples in the range of 16-bit integers at 16 kHz."""
    import kaldi_native_fbank

    options = kaldi_native_fbank.MfccOptions()
    options.use_energy = False
    options.num_ceps = SIZE
    options.mel_opts.num_bins = SIZE
    options.mel_opts.low_freq = _LOW_HZ
    options.mel_opts.high_freq = _HIGH_HZ
    options.frame_opts.samp_freq = RATE_HZ
    options.frame_opts.dither = 0.0
    extractor = kaldi_native_fbank.OnlineMfcc(options)
    extractor.accept_waveform(RATE_HZ, samples)
    extractor.input_finished()
    return np.stack([extractor.get_frame(index) for index in range(extractor.num_frames_ready)])
