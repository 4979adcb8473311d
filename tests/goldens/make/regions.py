"""Makes nets/regions.safetensors: what regions make of one attention to the prompt, by torch.

pip install torch==2.13.0 safetensors && python tests/goldens/make/regions.py

The steps are those of comfyui-tooling-nodes' region.py: the prompts of all regions, repeated to one length, take the place of
the prompt for each image that is drawn, and their results are added by masks that were made smaller with the nearest pixel.
"""

import math
import pathlib

import torch
from safetensors.torch import save_file
from torch.nn import functional as F

torch.manual_seed(0)
width, context, heads = 16, 12, 2
height, wide = 10, 6  # of the latent
to_k, to_v = torch.randn(width, context) / 3, torch.randn(width, context) / 3
prompts = [torch.randn(1, tokens, context) for tokens in (4, 6, 4)]
masks = torch.rand(3, 1, 8 * height, 8 * wide)
masks = masks / masks.sum(dim=0, keepdim=True)


def attention(q, k, v):
    split = lambda x: x.reshape(q.shape[0], -1, heads, width // heads).transpose(1, 2)
    y = F.scaled_dot_product_attention(split(q), split(k), split(v))
    return y.transpose(1, 2).reshape(q.shape)


out = {}
for factor in (1, 2, 4):
    size = (math.ceil(height / factor), math.ceil(wide / factor))
    q, own = torch.randn(2, size[0] * size[1], width), torch.randn(2, 4, context)
    plain = attention(q, own @ to_k.T, own @ to_v.T)
    longest = math.lcm(*(p.shape[1] for p in prompts))
    joined = torch.cat([p.repeat(1, longest // p.shape[1], 1) for p in prompts])
    drawn = attention(q[:1].repeat(3, 1, 1), joined @ to_k.T, joined @ to_v.T)
    small = F.interpolate(masks, size=size, mode="nearest").view(3, -1, 1)
    regional = (drawn * small).sum(dim=0, keepdim=True)
    out |= {f"{factor}.q": q, f"{factor}.y": plain, f"{factor}.out": torch.cat([regional, plain[1:]])}
for i, prompt in enumerate(prompts):
    out[f"prompt.{i}"] = prompt
    out[f"mask.{i}"] = masks[i]
layer = "input_blocks.1.1.transformer_blocks.0.attn2"
out |= {f"{layer}.to_k.weight": to_k, f"{layer}.to_v.weight": to_v}
path = pathlib.Path(__file__).parent.parent / "nets" / "regions.safetensors"
save_file({k: v.contiguous() for k, v in out.items()}, path)
