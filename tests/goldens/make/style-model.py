"""Makes nets/style_model.weights.safetensors and nets/style_model.io.safetensors: a small style adapter, by torch.

pip install torch==2.13.0 safetensors && python tests/goldens/make/style-model.py

The layers of T2I-Adapter's StyleAdapter (github.com/TencentARC/T2I-Adapter, ldm/modules/encoders/adapter.py).
"""

import pathlib

import torch
from safetensors.torch import save_file
from torch import nn

here = pathlib.Path(__file__).parent.parent / "nets"
width, context, tokens = 32, 24, 3


class QuickGELU(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(1.702 * x)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(width, 8, batch_first=True)
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mlp = nn.Sequential()
        self.mlp.add_module("c_fc", nn.Linear(width, 4 * width))
        self.mlp.add_module("gelu", QuickGELU())
        self.mlp.add_module("c_proj", nn.Linear(4 * width, width))

    def forward(self, x):
        y = self.ln_1(x)
        x = x + self.attn(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.ln_2(x))


class Style(nn.Module):
    def __init__(self):
        super().__init__()
        self.transformer_layes = nn.Sequential(*[Block() for _ in range(3)])
        self.style_embedding = nn.Parameter(torch.randn(1, tokens, width))
        self.ln_post, self.ln_pre = nn.LayerNorm(width), nn.LayerNorm(width)
        self.proj = nn.Parameter(torch.randn(width, context) * width**-0.5)

    def forward(self, x):
        x = self.ln_pre(torch.cat([x, self.style_embedding.expand(x.shape[0], -1, -1)], dim=1))
        return self.ln_post(self.transformer_layes(x)[:, -tokens:]) @ self.proj


torch.manual_seed(7)
net = Style()
for p in net.parameters():
    p.data = (p + 0.1 * torch.randn(p.shape)).half().float()
x = torch.randn(2, 10, width)
with torch.no_grad():
    out = net(x)
save_file({k: v.half().contiguous() for k, v in net.state_dict().items()}, here / "style_model.weights.safetensors")
save_file({"x": x, "out": out.contiguous()}, here / "style_model.io.safetensors")
