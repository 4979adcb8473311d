"""Makes nets/ip_adapter_forms.safetensors and nets/ip_adapter_forms.json: what IP-Adapters add to one attention, by torch.

pip install torch==2.13.0 safetensors && python tests/goldens/make/ip-adapter.py

The formulas are those of ComfyUI_IPAdapter_plus (github.com/cubiq/ComfyUI_IPAdapter_plus, CrossAttentionPatch.py and
image_proj_models.py): the four scalings, masks, several pictures, a picture for each image; and the projection of full face.
"""

import json
import math
import pathlib

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

here = pathlib.Path(__file__).parent.parent / "nets"
torch.manual_seed(0)
width, context, tokens, heads = 16, 12, 3, 2


def attention(q, k, v):
    split = lambda x: x.reshape(q.shape[0], -1, heads, width // heads).transpose(1, 2)
    y = F.scaled_dot_product_attention(split(q), split(k), split(v))
    return y.transpose(1, 2).reshape(q.shape)


def at_length(mask, length, latent):
    """A mask [1, H, W] for the tokens of one attention, [1, length, 1]."""
    h, w = latent
    rows = int(h / math.sqrt(h * w / length))
    rows += int(length % rows != 0)
    columns = length // rows
    small = F.interpolate(mask.unsqueeze(1), size=(rows, columns), mode="bilinear").reshape(1, -1, 1)
    missing = length - rows * columns
    before = abs(missing) // 2
    if missing < 0:
        return small[:, before : before + length]
    return F.pad(small, (0, 0, before, missing - before))


def added(q, pictures, weight, scaling, mask=None, latent=None):
    """What the pictures [M, T, D] add for one image, q [1, L, C]."""
    k, v = pictures @ to_k.T, pictures @ to_v.T
    by = weight * width / 1280 if "penalty" in scaling else weight
    if scaling.startswith("K+V"):
        k, v = k * by, v * by
    elif scaling.startswith("K+mean"):
        mean = v.mean(dim=1, keepdim=True)
        k, v = k * by, (v - mean) + mean * by
    y = attention(q, k.reshape(1, -1, width), v.reshape(1, -1, width))
    if scaling == "V only":
        y = y * weight
    return y if mask is None else y * at_length(mask, q.shape[1], latent)


def row(x, i):
    at = min(i, x.shape[0] - 1)
    return x[at : at + 1]


to_k, to_v = torch.randn(2, width, context) * 0.5
drawn, avoided = torch.randn(2, 2, tokens, context)
masks = torch.rand(2, 24, 32)
cases = [
    *[{"scaling": s} for s in ("V only", "K+V", "K+V w/ C penalty", "K+mean(V) w/ C penalty")],
    {"scaling": "V only", "unfold": True},
    {"scaling": "V only", "mask": True, "latent": [6, 8], "length": 12},
    {"scaling": "V only", "mask": True, "latent": [6, 8], "length": 48},
    {"scaling": "K+V", "mask": True, "unfold": True, "latent": [7, 9], "length": 20},
    {"scaling": "V only", "mask": True, "latent": [16, 5], "length": 8},
]
images = [{"row": 0, "isNegative": False}, {"row": 1, "isNegative": False}, {"row": 0, "isNegative": True}]

tensors = {"ip_adapter.1.to_k_ip.weight": to_k, "ip_adapter.1.to_v_ip.weight": to_v, "drawn": drawn, "avoided": avoided, "mask": masks}
for number, case in enumerate(cases):
    case.setdefault("latent", [6, 8])
    case.setdefault("length", 12)
    q, y = torch.randn(2, len(images), case["length"], width)
    out = y.clone()
    for i, image in enumerate(images):
        pictures = avoided if image["isNegative"] else drawn
        if case.get("unfold"):
            pictures = row(pictures, image["row"])
        mask = row(masks, image["row"]) if case.get("mask") else None
        out[i : i + 1] += added(q[i : i + 1], pictures, 0.7, case["scaling"], mask, case["latent"])
    tensors |= {f"{number}.q": q, f"{number}.y": y, f"{number}.out": out}

face = nn.Sequential(nn.Linear(10, 10), nn.GELU(), nn.Linear(10, context), nn.LayerNorm(context))
for weight in face.parameters():
    nn.init.normal_(weight, std=0.5)
seen = torch.randn(1, 5, 10)
tensors |= {f"image_proj.proj.{key}": value for key, value in face.state_dict().items()}
tensors |= {"face.seen": seen, "face.tokens": face(seen).detach()}

save_file({key: value.detach().contiguous() for key, value in tensors.items()}, here / "ip_adapter_forms.safetensors")
(here / "ip_adapter_forms.json").write_text(json.dumps({"cases": cases, "images": images}) + "\n")
