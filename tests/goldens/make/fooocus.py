"""Makes nets/fooocus_head.pth and nets/fooocus.patch, files as Fooocus has them for the tiny SDXL checkpoint, and
nets/fooocus.safetensors: what they make of weights and of a latent, by torch.

pip install torch==2.13.0 safetensors numpy && python tests/goldens/make/fooocus.py

The formulas are those of comfyui-inpaint-nodes. The patch in full, as differences of weights under the names of LoRA files,
is nets/fooocus_diff.safetensors.
"""

import pathlib

import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional as F

here = pathlib.Path(__file__).parent.parent
torch.manual_seed(0)
network = load_file(here / "pipelines" / "tiny_sdxl.safetensors")
chosen = [
    "input_blocks.0.0.bias",
    "input_blocks.1.0.in_layers.2.weight",
    "input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight",
    "middle_block.1.proj_in.weight",
    "output_blocks.0.0.out_layers.0.weight",
]
patch, differences = {}, {}
for key in chosen:
    weight = network[f"model.diffusion_model.{key}"].float()
    levels = torch.randint(0, 256, weight.shape, dtype=torch.uint8)
    least = torch.tensor(-0.3 * weight.std().item() - 0.02)
    most = torch.tensor(0.4 * weight.std().item() + 0.01)
    patch[f"diffusion_model.{key}"] = (levels, least, most)
    full = (levels.float() / 255) * (most - least) + least
    name = key.removesuffix(".weight").removesuffix(".bias")
    differences[f"diffusion_model.{name}.{'diff_b' if key.endswith('bias') else 'diff'}"] = full
torch.save(patch, here / "nets" / "fooocus.patch")
save_file(differences, here / "nets" / "fooocus_diff.safetensors")

head = torch.randn(32, 5, 3, 3) / 10
torch.save({"head": head}, here / "nets" / "fooocus_head.pth")

latent = torch.randn(1, 4, 6, 8)
mask = (torch.rand(1, 1, 48, 64) > 0.97).float()
feed = torch.cat([F.max_pool2d(mask.round(), (8, 8)).round(), latent * 0.13025], dim=1)
feature = F.conv2d(F.pad(feed, (1, 1, 1, 1), "replicate"), head)
save_file({"latent": latent, "mask": mask, "feature": feature}, here / "nets" / "fooocus.safetensors")
