"""Makes nets/gligen.weights.safetensors and nets/gligen.io.safetensors: small layers of GLIGEN, by torch.

pip install torch==2.13.0 safetensors && python tests/goldens/make/gligen.py

The layers of github.com/gligen/GLIGEN (ldm/modules/attention.py, GatedSelfAttentionDense; text_grounding_net.py), with 30 boxes.
"""

import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

here = pathlib.Path(__file__).parent.parent / "nets"
torch.manual_seed(3)
channels, key = 64, 24


class Feed(nn.Module):
    def __init__(self):
        super().__init__()
        first = nn.Module()
        first.proj = nn.Linear(channels, 8 * channels)
        self.net = nn.ModuleList([first, nn.Identity(), nn.Linear(4 * channels, channels)])

    def forward(self, x):
        x, gate = self.net[0].proj(x).chunk(2, dim=-1)
        return self.net[2](x * F.gelu(gate))


class Attn(nn.Module):
    def __init__(self):
        super().__init__()
        self.to_q, self.to_k, self.to_v = (nn.Linear(channels, channels, bias=False) for _ in range(3))
        self.to_out = nn.ModuleList([nn.Linear(channels, channels)])

    def forward(self, x):
        q, k, v = (f(x)[:, None] for f in (self.to_q, self.to_k, self.to_v))
        return self.to_out[0](F.scaled_dot_product_attention(q, k, v)[:, 0])


class Fuser(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(key, channels)
        self.attn, self.ff = Attn(), Feed()
        self.norm1, self.norm2 = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.alpha_attn, self.alpha_dense = nn.Parameter(torch.tensor(0.6)), nn.Parameter(torch.tensor(-0.4))

    def forward(self, x, objs):
        objs = self.linear(objs).expand(x.shape[0], -1, -1)
        x = x + torch.tanh(self.alpha_attn) * self.attn(self.norm1(torch.cat([x, objs], dim=1)))[:, : x.shape[1]]
        return x + torch.tanh(self.alpha_dense) * self.ff(self.norm2(x))


class Position(nn.Module):
    def __init__(self):
        super().__init__()
        self.linears = nn.Sequential(nn.Linear(key + 64, 40), nn.SiLU(), nn.Linear(40, 40), nn.SiLU(), nn.Linear(40, key))
        self.null_positive_feature = nn.Parameter(torch.randn(key))
        self.null_position_feature = nn.Parameter(torch.randn(64))

    def forward(self, boxes, masks, words):
        bands = 100 ** (torch.arange(8) / 8)
        place = torch.cat([f(band * boxes) for band in bands for f in (torch.sin, torch.cos)], -1)
        masks = masks[..., None]
        words = words * masks + (1 - masks) * self.null_positive_feature
        place = place * masks + (1 - masks) * self.null_position_feature
        return self.linears(torch.cat([words, place], -1))


fuser, position = Fuser(), Position()
for p in [*fuser.parameters(), *position.parameters()]:
    p.data = (p + 0.1 * torch.randn(p.shape) if p.dim() else p).half().float()
x, words = torch.randn(2, 12, channels), torch.randn(2, key)
# In latent pixels of a latent 16 wide and 12 high: x, y, width, height.
places = torch.tensor([[2, 3, 8, 4], [0, 6, 5, 6]])
boxes, masks, all_words = torch.zeros(1, 30, 4), torch.zeros(1, 30), torch.zeros(1, 30, key)
for i, (left, top, w, h) in enumerate(places.tolist()):
    boxes[0, i] = torch.tensor([left / 16, top / 12, (left + w) / 16, (top + h) / 12])
    masks[0, i], all_words[0, i] = 1, words[i]
with torch.no_grad():
    out = fuser(x, position(boxes, masks, all_words))
weights = {f"input_blocks.1.1.transformer_blocks.0.fuser.{k}": v for k, v in fuser.state_dict().items()}
weights |= {f"position_net.{k}": v for k, v in position.state_dict().items()}
save_file({k: v.half().contiguous() for k, v in weights.items()}, here / "gligen.weights.safetensors")
save_file({"x": x, "words": words, "places": places.float(), "out": out}, here / "gligen.io.safetensors")
