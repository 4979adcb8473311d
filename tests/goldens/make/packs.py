"""Makes packs.json: what nodes of others' packs compute, by their authors' functions and the libraries they call.

pip install torch==2.13.0 numpy==2.4.6 pillow==13.0.0 safetensors
python tests/goldens/make/packs.py sampler_lcm_alt.py bnk_adv_encode.py

The arguments are those files of ComfyUI-sampler-lcm-alternative and ComfyUI_ADV_CLIP_emb; only the functions named below are
taken from them.
"""

import ast
import json
import pathlib
import sys
import types
from itertools import product

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps
from safetensors.torch import load_file

here = pathlib.Path(__file__).parent.parent
short = lambda values: [float(f"{v:.8g}") for v in torch.as_tensor(values).flatten().tolist()]


def functions(path, wanted, space):
    source = ast.parse(pathlib.Path(path).read_text())
    source.body = [n for n in source.body if isinstance(n, ast.FunctionDef) and n.name in wanted]
    exec(compile(source, path, "exec"), space)
    return space


arrays = load_file(here / "samplers.safetensors")
P = arrays["pattern_P"]


class Denoiser:
    eps = types.SimpleNamespace(noise_scaling=lambda sigma, noise, latent: latent + sigma * noise)
    inner_model = types.SimpleNamespace(inner_model=types.SimpleNamespace(model_sampling=eps))

    def __call__(self, x, sigma, **_):
        return 0.9 * torch.tanh(x / (1 + sigma.reshape(-1, 1, 1, 1))) + 0.1 * P


sigmas = [14.614643, 6.0821514, 2.2321544, 0.69257057, 0.16975659, 0.029167177, 0.0]
lcm = functions(
    sys.argv[1],
    {"sample_lcm_alt", "sample_lcm_cycle", "sample_lcm_backbone", "sample_lcm_dual_noise"},
    {
        "torch": torch,
        "product": product,
        "trange": lambda n, disable: range(n),
        "default_noise_sampler": lambda x: lambda sigma, sigma_next: torch.randn_like(x),
    },
)
samplers = []
for name, options in (
    ("lcm_alt", {"euler_steps": 0, "ancestral": 0.0, "noise_mult": 1.0}),
    ("lcm_alt", {"euler_steps": 2, "ancestral": 0.0, "noise_mult": 1.1}),
    ("lcm_alt", {"euler_steps": -2, "ancestral": 0.3, "noise_mult": 1.1}),
    ("lcm_cycle", {"euler_steps": 1, "lcm_steps": 2, "tweak_sigmas": False, "ancestral": 0.0}),
    ("lcm_cycle", {"euler_steps": 1, "lcm_steps": 1, "tweak_sigmas": True, "ancestral": 0.4}),
    ("lcm_cycle", {"euler_steps": 3, "lcm_steps": 1, "tweak_sigmas": False, "ancestral": 1.0}),
    ("lcm_dual_noise", {"weight": 0.65, "reuse_lcm_noise": False, "parallel": False}),
    ("lcm_dual_noise", {"weight": 0.4, "reuse_lcm_noise": True, "parallel": True}),
):
    torch.manual_seed(42)
    x = torch.randn(P.shape if P.dim() == 4 else (1, *P.shape)) * (1 + sigmas[0] ** 2) ** 0.5
    out = lcm[f"sample_{name}"](Denoiser(), x, torch.tensor(sigmas), disable=True, **options)
    samplers.append({"sampler": name, "options": options, "sigmas": sigmas, "out": short(out)})

adv = functions(
    sys.argv[2],
    {"_norm_mag", "divide_length", "shift_mean_weight", "from_zero", "A1111_renorm"},
    {"torch": torch, "np": np},
)
words = [[0, 1, 1, 2, 3, 3, 3, 0], [0, 3, 4, 0, 0, 0, 0, 0]]
given = [[1, 1.3, 1.3, 1, 0.6, 0.6, 0.6, 1], [1, 0.6, 1.1, 1, 1, 1, 1, 1]]
normalized = {"none": given, "mean": adv["shift_mean_weight"](words, given), "length": adv["divide_length"](words, given)}
normalized["length+mean"] = adv["shift_mean_weight"](words, normalized["length"])
torch.manual_seed(3)
z = torch.randn(1, 16, 3) + 0.4
weighting = {
    "words": words,
    "given": given,
    "normalized": {name: short(weights) for name, weights in normalized.items()},
    "z": short(z),
    "a1111": short(adv["A1111_renorm"](z, adv["from_zero"](given, z))),
}

small = torch.arange(12, dtype=torch.float32).reshape(1, 1, 3, 4) ** 1.5
corners = [
    {"mode": mode, "dims": [h, w], "out": short(F.interpolate(small, size=(h, w), mode=mode, align_corners=True))}
    for mode in ("bilinear", "bicubic")
    for h, w in ((6, 8), (2, 3), (1, 5))
]

rng = np.random.default_rng(7)
base, over, mask = (rng.integers(0, 256, dims, dtype=np.uint8) for dims in ((6, 7, 3), (3, 4, 3), (2, 2)))


def paste(rotation, opacity, masked, at):
    """Efficiency Nodes' Image Overlay."""
    top = Image.fromarray(over).convert("RGBA")
    top.putalpha(Image.new("L", top.size, 255))
    if masked:
        top.putalpha(ImageOps.invert(Image.fromarray(mask).resize(top.size)))
    top = top.rotate(rotation, expand=True)
    alpha = top.split()[3].point(lambda x: max(0, int(x * (1 - opacity / 100))))
    top.putalpha(alpha)
    picture = Image.fromarray(base.copy())
    picture.paste(top, at, top) if masked else picture.paste(top, at)
    return np.array(picture).flatten().tolist()


overlays = [
    {"rotation": r, "opacity": o, "masked": m, "x": at[0], "y": at[1], "out": paste(r, o, m, at)}
    for r, o, m, at in (
        (0, 0, False, (1, 1)),
        (30, 50, False, (-1, 2)),
        (90, 0, True, (2, -1)),
        (-35, 25, True, (1, 0)),
        (180, 10, True, (0, 0)),
        (-90, 0, False, (4, 4)),
    )
]
overlay = {"base": base.flatten().tolist(), "overlay": over.flatten().tolist(), "mask": mask.flatten().tolist(), "cases": overlays}
made = {"samplers": samplers, "weighting": weighting, "corners": {"from": short(small), "cases": corners}, "overlay": overlay}
(here / "packs.json").write_text(json.dumps(made, separators=(",", ":")) + "\n")
