"""Makes nets/hypernetwork.pt and nets/hypernetwork.io.safetensors: a hypernetwork, and what torch makes of what it reads.

pip install torch==2.13.0 safetensors && python tests/goldens/make/hypernetwork.py
"""

import pathlib

import torch
from safetensors.torch import save_file

here = pathlib.Path(__file__).parent.parent / "nets"
torch.manual_seed(11)


def network():
    return torch.nn.Sequential(
        torch.nn.Linear(320, 6), torch.nn.Mish(), torch.nn.LayerNorm(6), torch.nn.Linear(6, 320), torch.nn.Mish(), torch.nn.LayerNorm(320)
    )


nets = [network(), network()]
for net in nets:
    for p in net.parameters():
        p.data = (p + 0.3 * torch.randn(p.shape)).half().float()
state = [{f"linear.{k}": v for k, v in net.state_dict().items()} for net in nets]
torch.save({320: tuple(state), "activation_func": "mish", "is_layer_norm": True, "activate_output": False, "step": 3}, here / "hypernetwork.pt")
x = torch.randn(1, 5, 320)
with torch.no_grad():
    keys, values = (x + 0.7 * net(x) for net in nets)
save_file({"x": x, "keys": keys, "values": values}, here / "hypernetwork.io.safetensors", {"strength": "0.7"})
