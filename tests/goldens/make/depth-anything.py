"""Makes nets/depth_anything.safetensors, a small Depth Anything v2 with random weights under the names of transformers,
nets/depth_anything_own.safetensors, the same under its authors' names, and nets/depth_anything.io.safetensors.

pip install torch==2.13.0 transformers==4.57.6 safetensors && python tests/goldens/make/depth-anything.py
"""

import pathlib
import re

import torch
from safetensors.torch import save_file
from transformers import DepthAnythingConfig, DepthAnythingForDepthEstimation, Dinov2Config

here = pathlib.Path(__file__).parent.parent / "nets"
torch.manual_seed(0)
backbone = Dinov2Config(
    hidden_size=128,
    num_hidden_layers=4,
    num_attention_heads=2,
    mlp_ratio=2,
    image_size=56,
    patch_size=14,
    out_indices=[1, 2, 3, 4],
    reshape_hidden_states=False,
    apply_layernorm=True,
)
config = DepthAnythingConfig(
    backbone_config=backbone,
    reassemble_hidden_size=128,
    neck_hidden_sizes=[8, 12, 16, 24],
    fusion_hidden_size=16,
    head_hidden_size=8,
)
model = DepthAnythingForDepthEstimation(config).eval()
for name, parameter in model.named_parameters():
    torch.nn.init.normal_(parameter, std=0.3 if parameter.ndim < 2 else 1.2 / parameter[0].numel() ** 0.5)
    if "norm" in name and name.endswith("weight"):
        parameter.data += 1
model = model.half().float()
state = {k: v.detach().clone() for k, v in model.state_dict().items()}
out = {}
with torch.no_grad():
    for height, width in ((56, 56), (70, 56)):
        x = torch.randn(1, 3, height, width)
        out[f"{height}.x"], out[f"{height}.depth"] = x, model(x).predicted_depth[:, None]
        print(out[f"{height}.depth"].min(), out[f"{height}.depth"].max())
save_file({k: v.half().contiguous() for k, v in state.items()}, here / "depth_anything.safetensors")
save_file(out, here / "depth_anything.io.safetensors")

own = {}
for key, value in state.items():
    if ".attention.attention." in key:
        continue
    key = re.sub(r"^backbone\.embeddings\.cls_token", "pretrained.cls_token", key)
    key = re.sub(r"^backbone\.embeddings\.mask_token", "pretrained.mask_token", key)
    key = re.sub(r"^backbone\.embeddings\.position_embeddings", "pretrained.pos_embed", key)
    key = re.sub(r"^backbone\.embeddings\.patch_embeddings\.projection", "pretrained.patch_embed.proj", key)
    key = re.sub(r"^backbone\.layernorm", "pretrained.norm", key)
    key = re.sub(r"^backbone\.encoder\.layer", "pretrained.blocks", key)
    key = key.replace("attention.output.dense", "attn.proj")
    key = re.sub(r"layer_scale(\d)\.lambda1", r"ls\1.gamma", key)
    key = re.sub(r"^neck\.reassemble_stage\.layers\.(\d)\.projection", r"depth_head.projects.\1", key)
    key = re.sub(r"^neck\.reassemble_stage\.layers\.(\d)\.resize", r"depth_head.resize_layers.\1", key)
    key = re.sub(r"^neck\.convs\.(\d)", lambda m: f"depth_head.scratch.layer{int(m[1]) + 1}_rn", key)
    key = re.sub(r"^neck\.fusion_stage\.layers\.(\d)", lambda m: f"depth_head.scratch.refinenet{4 - int(m[1])}", key)
    key = re.sub(r"(refinenet\d)\.projection", r"\1.out_conv", key)
    key = re.sub(r"residual_layer(\d)\.convolution(\d)", r"resConfUnit\1.conv\2", key)
    key = key.replace("head.conv1.", "depth_head.scratch.output_conv1.") if key.startswith("head.") else key
    key = key.replace("head.conv2.", "depth_head.scratch.output_conv2.0.") if key.startswith("head.") else key
    key = key.replace("head.conv3.", "depth_head.scratch.output_conv2.2.") if key.startswith("head.") else key
    own[key] = value
for layer in range(4):
    for part in ("weight", "bias"):
        names = [f"backbone.encoder.layer.{layer}.attention.attention.{n}.{part}" for n in ("query", "key", "value")]
        own[f"pretrained.blocks.{layer}.attn.qkv.{part}"] = torch.cat([state[n] for n in names])
save_file({k: v.half().contiguous() for k, v in own.items()}, here / "depth_anything_own.safetensors")
