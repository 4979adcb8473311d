"""Makes nets/unclip.json: the vectors that unCLIP models get for encoded pictures, by torch.

pip install torch==2.13.0 && python tests/goldens/make/unclip.py

As ComfyUI 0.35 computes them (comfy/model_base.py, unclip_adm, with CLIPEmbeddingNoiseAugmentation on the cosine schedule,
mean 0 and deviation 1): the global generator is seeded anew for each picture, and the sum of several takes its next draw.
"""

import json
import math
import pathlib

import torch

here = pathlib.Path(__file__).parent.parent
f = lambda t: math.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2
betas = torch.tensor([min(1 - f((i + 1) / 1000) / f(i / 1000), 0.999) for i in range(1000)], dtype=torch.float64)
alpha_bar = torch.cumprod(1 - betas, 0).float()


def embedding(level, dim):
    half = dim // 2
    freqs = torch.exp(-math.log(10000) * torch.arange(half, dtype=torch.float32) / half)
    args = torch.tensor([[float(level)]]) * freqs[None]
    return torch.cat([torch.cos(args), torch.sin(args)], dim=-1)


def noisy(v, noise, draw):
    level = round(999 * noise)
    return torch.cat([alpha_bar[level].sqrt() * v + (1 - alpha_bar[level]).sqrt() * draw(v), embedding(level, v.shape[1])], 1)


def vector(pictures, merged, seed):
    outs = []
    for p in pictures:
        for row in torch.tensor(p["embeds"]):
            draw = lambda v: torch.randn(v.size(), generator=torch.manual_seed(seed - 10))
            outs.append(noisy(row[None], p["noise"], draw) * p["strength"])
    if len(outs) == 1:
        return outs[0]
    total = torch.stack(outs).sum(0)
    return noisy(total[:, : total.shape[1] // 2], merged, torch.randn_like)


g = torch.Generator().manual_seed(5)
embeds = [[round(x, 5) for x in row] for row in torch.randn(3, 20, generator=g).tolist()]
one = {"embeds": embeds[:1], "strength": 0.75, "noise": 0.3}
two = {"embeds": embeds[1:], "strength": 1.2, "noise": 0.0}
cases = [
    {"pictures": pictures, "merged": merged, "seed": seed, "out": [float(f"{v:.8g}") for v in vector(pictures, merged, seed).flatten().tolist()]}
    for pictures, merged, seed in (([one], 0.05, 42), ([one, two], 0.05, 42), ([two], 0.0, 3))
]
(here / "nets/unclip.json").write_text(json.dumps({"cases": cases}) + "\n")
