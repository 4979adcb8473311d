"""Makes nets/control_forms.*: control nets of forms that the other files here have not, and what diffusers computes.

pip install torch==2.13.0 diffusers==0.36.0 safetensors && python tests/goldens/make/control-forms.py

T2I-Adapters (full, light, SDXL's) for the small UNets of pipelines/, with the UNet's own output; ControlNets for the small
SDXL UNet with fewer transformer blocks than it has, and with none; a union of ControlNets for the small SD 1.x UNet.
"""

import json
import pathlib

import torch
from diffusers import ControlNetModel, ControlNetUnionModel, T2IAdapter, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint
from safetensors.torch import load_file, save_file

here = pathlib.Path(__file__).parent.parent
kwargs = {
    name: {k: tuple(v) if isinstance(v, list) else v for k, v in info["diffusers_kwargs"].items()}
    for name, info in json.loads((here / "nets/unet_info.json").read_text()).items()
    if "diffusers_kwargs" in info
}
out = {}


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def randomised(model, seed, gain=1.0):
    """The same sizes as at initialisation, but everywhere other than zero, and exact in half precision."""
    g = seeded(seed)
    for name, p in model.named_parameters():
        fan = p[0].numel() if p.dim() > 1 else 0
        value = torch.randn(p.shape, generator=g) * (gain / fan**0.5 if fan else 0.1)
        if p.dim() == 1 and name.endswith("weight"):
            value = value + 1
        p.data = value.half().float()
    return model.eval()


def save(name, model, **metadata):
    tensors = {k: v.half().contiguous() for k, v in model.state_dict().items()}
    save_file(tensors, here / f"nets/control_{name}.weights.safetensors", metadata)


def unet_of(checkpoint, family):
    tensors = {k: v.float() for k, v in load_file(here / "pipelines" / checkpoint).items()}
    model = UNet2DConditionModel(**kwargs[family])
    config = dict(model.config)
    renamed = convert_ldm_unet_checkpoint(tensors, config)
    model.load_state_dict(renamed)
    return model.eval()


def moment(prefix, seed, latent, context, width, pooled=None):
    g = seeded(seed)
    n = latent[0]
    found = {
        "x": torch.randn(latent, generator=g),
        "t": torch.full((n,), 601.0),
        "context": torch.randn((n, context, width), generator=g),
    }
    if pooled:
        found["text"] = torch.randn((n, pooled), generator=g)
        found["ids"] = torch.tensor([[64.0, 96.0, 0.0, 0.0, 64.0, 96.0]] * n)
    out.update({f"{prefix}.{k}": v for k, v in found.items() if k in ("x", "t", "context")})
    return found


def y_of(model, m):
    sizes = model.add_time_proj(m["ids"].flatten()).reshape(len(m["ids"]), -1)
    return torch.cat([m["text"], sizes], dim=-1)


with torch.no_grad():
    sd1 = unet_of("tiny_sd15.safetensors", "unet_sd1")
    sdxl = unet_of("tiny_sdxl.safetensors", "unet_sdxl")

    # T2I-Adapters. 17×15 latents would be pooled otherwise by ComfyUI than by diffusers; 16×24 are halved exactly.
    for i, (name, family, channels, kind) in enumerate(
        [
            ("t2i_full", "sd1", [32, 32, 32, 64], "full_adapter"),
            ("t2i_light", "sd1", [32, 32, 32], "light_adapter"),
            ("t2i_xl", "sdxl", [32, 32, 64, 64], "full_adapter_xl"),
        ]
    ):
        xl = family == "sdxl"
        net = T2IAdapter(3, channels, 2, 16 if xl else 8, kind)
        net = randomised(net, 100 + i, 0.7)
        save(name, net)
        picture = (torch.rand((1, 3, 128, 192), generator=seeded(200 + i)) * 255).round()
        out[f"{name}.picture_u8"] = picture.permute(0, 2, 3, 1).to(torch.uint8)
        features = net(picture / 255)
        for j, feature in enumerate(features):
            out[f"{name}.feature.{j}"] = feature
        if name == "t2i_light":  # Its last level is as wide as the one before, which the small UNet's is not.
            continue
        m = moment(name, 300 + i, (1, 4, 16, 24), 77, 56 if xl else 24, 32 if xl else None)
        unet = sdxl if xl else sd1
        added = {"text_embeds": m["text"], "time_ids": m["ids"]} if xl else None
        if xl:
            out[f"{name}.y"] = y_of(unet, m)
        for strength in (1.0, 0.5):
            out[f"{name}.out.{strength}"] = unet(
                m["x"],
                m["t"],
                m["context"],
                added_cond_kwargs=added,
                down_intrablock_additional_residuals=[f.clone() * strength for f in features],
            ).sample

    # SDXL ControlNets of less depth: "mid" has one block where the UNet has two, "small" has no attention at all.
    base = {k: v for k, v in kwargs["unet_sdxl"].items() if k not in ("sample_size", "out_channels", "up_block_types")}
    for i, (name, more) in enumerate(
        [
            ("sdxl_mid", {"transformer_layers_per_block": (1, 1, 1)}),
            ("sdxl_small", {"down_block_types": ("DownBlock2D",) * 3, "mid_block_type": "UNetMidBlock2D"}),
        ]
    ):
        net = randomised(ControlNetModel(**{**base, **more}), 400 + i, 0.7)
        save(name, net, **{"unet.head_dim": "16"})
        m = moment(name, 500 + i, (1, 4, 8, 12), 77, 56, 32)
        out[f"{name}.y"] = y_of(net, m)
        picture = (torch.rand((1, 3, 64, 96), generator=seeded(600 + i)) * 255).round()
        out[f"{name}.picture_u8"] = picture.permute(0, 2, 3, 1).to(torch.uint8)
        added = {"text_embeds": m["text"], "time_ids": m["ids"]}
        down, mid = net(m["x"], m["t"], m["context"], picture / 255, added_cond_kwargs=added, return_dict=False)
        for j, residual in enumerate([*down, mid]):
            out[f"{name}.residual.{j}"] = residual
        out[f"{name}.out"] = sdxl(
            m["x"],
            m["t"],
            m["context"],
            added_cond_kwargs=added,
            down_block_additional_residuals=down,
            mid_block_additional_residual=mid,
        ).sample

    # A union. diffusers lets the latent's mean take part in the fusion, ComfyUI 0.3.64 only the picture's: the layers are
    # diffusers', what the hint becomes is ComfyUI's union_controlnet_merge, brought in behind conv_in.
    base = {k: v for k, v in kwargs["unet_sd1"].items() if k not in ("sample_size", "out_channels", "up_block_types")}
    more = {"down_block_types": ("DownBlock2D",) * 4, "conditioning_embedding_out_channels": (16, 32, 96, 256)}
    sizes = {"num_trans_channel": 32, "num_proj_channel": 32, "num_control_type": 6, "addition_time_embed_dim": 256}
    net = randomised(ControlNetUnionModel(**base | more | sizes), 700, 0.7)
    save("union", net, **{"unet.num_heads": "4"})
    m = moment("union", 701, (1, 4, 8, 12), 77, 24)
    picture = (torch.rand((1, 3, 64, 96), generator=seeded(702)) * 255).round()
    out["union.picture_u8"] = picture.permute(0, 2, 3, 1).to(torch.uint8)
    for name, kind in (("auto", None), ("depth", 1)):
        hint = net.controlnet_cond_embedding(picture / 255)
        control_type = torch.zeros((1, 6))
        if kind is not None:
            control_type[0, kind] = 1
            token = (hint.mean(dim=(2, 3)) + net.task_embedding[kind]).unsqueeze(1)
            for layer in net.transformer_layes:
                token = layer(token)
            hint = hint + net.spatial_ch_projs(token[:, 0])[:, :, None, None]
        hook = net.conv_in.register_forward_hook(lambda _, __, x, hint=hint: x + hint)
        down, mid = net(m["x"], m["t"], m["context"], [], control_type, [], [1.0], return_dict=False)
        hook.remove()
        for j, residual in enumerate([*down, mid]):
            out[f"union.{name}.residual.{j}"] = residual

save_file({k: v.contiguous() for k, v in out.items()}, here / "nets/control_forms.io.safetensors")
for name, value in out.items():
    if value.dtype == torch.float32 and value.numel() > 1:
        print(name, tuple(value.shape), float(value.std()))
