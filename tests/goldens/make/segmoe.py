"""Makes nets/segmoe_unet.*: a small UNet of diffusers with a mixture of experts in its layers, as github.com/segmind/segmoe builds it.

pip install torch==2.13.0 diffusers==0.35.2 safetensors && python tests/goldens/make/segmoe.py

`SparseMoe` is the formula of segmoe/main.py, SparseMoeBlock; `gates` is its get_hidden_states and get_gate_params for one
evaluation of each expert. Weights are float16-representable; numbers are computed in float32.
"""

import copy
import json
import pathlib

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

here = pathlib.Path(__file__).parent.parent / "nets"
E = 3


class SparseMoe(nn.Module):
    def __init__(self, experts, gate, k):
        super().__init__()
        self.gate = nn.Linear(gate.shape[1], len(experts), bias=False)
        self.gate.weight = nn.Parameter(gate)
        self.experts = nn.ModuleList([copy.deepcopy(expert) for expert in experts])
        self.k = k

    def forward(self, x, *_):
        flat = x.reshape(-1, x.shape[-1])
        logits = self.gate(flat)
        _, picked = torch.topk(logits.sum(dim=0, keepdim=True), self.k, dim=1)
        weights = F.softmax(logits[:, picked[0]], dim=1, dtype=torch.float)
        y = sum(weights[:, i : i + 1] * self.experts[e](flat) for i, e in enumerate(picked[0].tolist()))
        return y.reshape(*x.shape[:-1], -1)


def unet(seed):
    torch.manual_seed(seed)
    net = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(32, 64),
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=24,
        attention_head_dim=4,
        norm_num_groups=32,
    ).eval()
    for p in net.parameters():
        p.data = (p.data + 0.02 * torch.randn_like(p)).half().float()
    return net


def replaced(net, which):
    """The layers that segmoe replaces, with the module that holds each."""
    for side in ("down_blocks", "up_blocks"):
        for i, block in enumerate(getattr(net, side)):
            for j, attention in enumerate(getattr(block, "attentions", [])):
                for t, inner in enumerate(attention.transformer_blocks):
                    at = f"{side}.{i}.attentions.{j}.transformer_blocks.{t}"
                    if which != "ff":
                        for name in ("attn1", "attn2"):
                            for part in ("to_q", "to_k", "to_v"):
                                yield f"{at}.{name}.{part}", getattr(inner, name), part
                    if which != "attn":
                        yield f"{at}.ff", inner, "ff"


nets = [unet(seed) for seed in range(E)]
torch.manual_seed(7)
x, t = torch.randn(2, 4, 8, 6), torch.tensor([321.0, 321.0])
context = torch.randn(2, 77, 24)
prompts = [torch.randn(1, 77, 24) for _ in range(E)]

rows = {}
for net, prompt in zip(nets, prompts):
    seen, hooks = {}, []
    for name, owner, part in replaced(net, "all"):
        keep = lambda _module, given, _y, name=name: seen.__setitem__(name, given[0])
        hooks.append(getattr(owner, part).register_forward_hook(keep))
    with torch.no_grad():
        net(x[:1], t[:1], prompt)
    for hook in hooks:
        hook.remove()
    for name, given in seen.items():
        mean = given[-1].sum(dim=0) / given[-1].shape[0]
        rows.setdefault(name, []).append(mean / mean.norm(p=2, dim=-1, keepdim=True).clamp(min=1e-8))
gates = {name: torch.stack(each) for name, each in rows.items()}

io = {"x": x, "timesteps": t, "context": context, **{f"prompt.{i}": p for i, p in enumerate(prompts)}}
io.update({f"gate.{name}": gate for name, gate in gates.items()})
for i, net in enumerate(nets):
    save_file({k: v.half().contiguous() for k, v in net.state_dict().items()}, here / f"segmoe_unet_expert{i}.weights.safetensors", {"unet.num_heads": "4"})
for k in (1, 2):
    mixed = copy.deepcopy(nets[0])
    owners = {name: (owner, part) for name, owner, part in replaced(mixed, "all")}
    experts = [dict((name, getattr(owner, part)) for name, owner, part in replaced(net, "all")) for net in nets]
    for name, (owner, part) in owners.items():
        setattr(owner, part, SparseMoe([expert[name] for expert in experts], gates[name].half().float(), k))
    with torch.no_grad():
        io[f"top{k}.out"] = mixed(x, t, context).sample
    if k == 2:
        config = {"num_experts": E, "num_experts_per_tok": 2, "moe_layers": "all", "experts": [{"source_model": f"seed-{i}"} for i in range(E)]}
        save_file({name: p.half().contiguous() for name, p in mixed.state_dict().items()}, here / "segmoe_unet.weights.safetensors", {"unet.num_heads": "4", "segmoe_config": json.dumps(config)})
save_file({name: v.contiguous() for name, v in io.items()}, here / "segmoe_unet.io.safetensors")
