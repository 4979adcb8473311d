"""Makes nets/wide_latents_16.* and nets/wide_latents_32.*: VAEs of 16 and 32 channels, UNets for them, and flow sampling with both.

pip install torch==2.13.0 diffusers==0.42.1 safetensors && python tests/goldens/make/wide-latents.py

The networks are diffusers' with random weights, float16-representable and computed in float32: AutoencoderKL without quant
convolutions, as Flux and SD 3 have it, AutoencoderKLFlux2, and UNet2DConditionModel in SDXL's form. Shift and scale of latents are
those of ComfyUI 0.38's latent_formats.py; the statistics of Flux.2's latents are applied as in diffusers' Flux2Pipeline and
ComfyUI's AutoencodingEngine. The samplings are ComfyUI's: CONST, sample_euler, KSamplerX0Inpaint. The TAESD with a pool is
github.com/madebyollin/taesd, taesd.py, for Flux.2.
"""

import pathlib

import torch
from diffusers import AutoencoderKL, AutoencoderKLFlux2, UNet2DConditionModel
from safetensors.torch import save_file
from torch import nn

here = pathlib.Path(__file__).parent.parent / "nets"
POOLED = 16
H, W = 8, 10
SIGMAS = [1.0, 0.9, 0.75, 0.5, 0.0]
SEED = 11


def representable(net, seed, spread=0.02):
    torch.manual_seed(seed)
    for p in net.parameters():
        p.data = (p.data + spread * torch.randn_like(p)).half().float()
    return net.eval()


def vae(channels):
    common = dict(
        down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4,
        block_out_channels=(32, 32, 32, 32),
        layers_per_block=1,
        latent_channels=channels,
    )
    if channels == 16:
        return representable(AutoencoderKL(**common, use_quant_conv=False, use_post_quant_conv=False), 1)
    net = representable(AutoencoderKLFlux2(**common), 2)
    net.bn.running_mean.copy_((0.3 * torch.randn(4 * channels)).half())
    net.bn.running_var.copy_((0.5 + torch.rand(4 * channels)).half())
    return net


def unet(channels):
    return representable(
        UNet2DConditionModel(
            sample_size=8,
            in_channels=channels,
            out_channels=channels,
            block_out_channels=(32, 64),
            layers_per_block=1,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            transformer_layers_per_block=1,
            cross_attention_dim=24,
            attention_head_dim=2,
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=256,
            projection_class_embeddings_input_dim=POOLED + 6 * 256,
        ),
        3,
    )


def packed(z):
    n, c, h, w = z.shape
    return z.view(n, c, h // 2, 2, w // 2, 2).permute(0, 1, 3, 5, 2, 4).reshape(n, 4 * c, h // 2, w // 2)


def unpacked(z):
    n, c, h, w = z.shape
    return z.reshape(n, c // 4, 2, 2, h, w).permute(0, 1, 4, 2, 5, 3).reshape(n, c // 4, 2 * h, 2 * w)


class Latents:
    """Between the VAE and what wires carry, and between those and what the UNet reads."""

    def __init__(self, net, channels):
        self.shift, self.scale = (0.1159, 0.3611) if channels == 16 else (0.0, 1.0)
        self.bn = getattr(net, "bn", None)
        if self.bn is not None:
            self.m = self.bn.running_mean.view(1, -1, 1, 1)
            self.s = torch.sqrt(self.bn.running_var.view(1, -1, 1, 1) + net.config.batch_norm_eps)

    def from_vae(self, z):
        return z if self.bn is None else unpacked((packed(z) - self.m) / self.s)

    def to_vae(self, z):
        return z if self.bn is None else unpacked(packed(z) * self.s + self.m)

    def to_model(self, z):
        return (z - self.shift) * self.scale

    def from_model(self, x):
        return x / self.scale + self.shift


def sampled(net, prompts, noise, latent, sigmas, cfg, mask=None):
    """Euler's method on a flow; mask 1 = paint anew."""
    times = torch.tensor([[8.0 * H, 8.0 * W, 0, 0, 8.0 * H, 8.0 * W]])

    def predict(x, sigma, prompt):
        context, pooled = prompt
        t = torch.tensor([1000 * sigma])
        added = {"text_embeds": pooled, "time_ids": times}
        return x - sigma * net(x, t, context, added_cond_kwargs=added).sample

    def denoised(x, sigma):
        if mask is not None:
            x = mask * x + (1 - mask) * (sigma * noise + (1 - sigma) * latent)
        positive, negative = (predict(x, sigma, prompt) for prompt in prompts)
        y = negative + cfg * (positive - negative)
        return y if mask is None else mask * y + (1 - mask) * latent

    x = sigmas[0] * noise + (1 - sigmas[0]) * latent
    for sigma, following in zip(sigmas, sigmas[1:]):
        x = x + (x - denoised(x, sigma)) / sigma * (following - sigma)
    return x


class Block(nn.Module):
    """Flux.2's: the first blocks of each half have a pool."""

    def __init__(self, n, pool):
        super().__init__()
        conv = lambda: nn.Conv2d(n, n, 3, padding=1)
        self.conv = nn.Sequential(conv(), nn.ReLU(), conv(), nn.ReLU(), conv())
        if pool:
            one = lambda a, b: nn.Conv2d(a, b, 1, bias=False)
            self.pool = nn.Sequential(one(n, 4 * n), nn.GroupNorm(4, 4 * n), nn.ReLU(), one(4 * n, n))

    def forward(self, x):
        if hasattr(self, "pool"):
            x = x + self.pool(x)
        return torch.relu(self.conv(x) + x)


class Clamp(nn.Module):
    def forward(self, x):
        return torch.tanh(x / 3) * 3


def tiny(channels, n=8):
    pool = channels == 32
    up = lambda: [nn.Upsample(scale_factor=2), nn.Conv2d(n, n, 3, padding=1, bias=False)]
    down = lambda: nn.Conv2d(n, n, 3, padding=1, stride=2, bias=False)
    end = lambda a, b: nn.Conv2d(a, b, 3, padding=1)
    decoder = nn.Sequential(
        *[Clamp(), end(channels, n), nn.ReLU(), Block(n, pool), Block(n, pool), Block(n, pool), *up()],
        *[Block(n, False), *up(), Block(n, False), *up(), Block(n, False), end(n, 3)],
    )
    encoder = nn.Sequential(
        *[end(3, n), Block(n, False), down(), Block(n, False), down(), Block(n, False), down()],
        *[Block(n, pool), Block(n, pool), Block(n, pool), end(n, channels)],
    )
    return representable(decoder, 4, 0.05), representable(encoder, 5, 0.05)


@torch.no_grad()
def make(channels):
    v, u = vae(channels), unet(channels)
    decoder, encoder = tiny(channels)
    latents = Latents(v, channels)
    torch.manual_seed(6)
    z = torch.randn(1, channels, H, W)
    pixels = torch.rand(1, 3, 8 * H, 8 * W)
    prompts = [(torch.randn(1, 7, 24), torch.randn(1, POOLED)) for _ in range(2)]
    noise = torch.randn(z.shape, generator=torch.Generator().manual_seed(SEED))
    picture = latents.from_vae(v.encode(2 * pixels - 1).latent_dist.mode())
    mask = torch.zeros(1, 1, H, W)
    mask[..., 2:6, 3:8] = 1
    start = latents.to_model(picture)
    flow = lambda *how: latents.from_model(sampled(u, prompts, noise, *how))
    io = {
        "z": z,
        "decoded": v.decode(latents.to_vae(z)).sample,
        "pixels": pixels,
        "encoded": picture,
        "positive": prompts[0][0],
        "positive.pooled": prompts[0][1],
        "negative": prompts[1][0],
        "negative.pooled": prompts[1][1],
        "mask": mask,
        "sigmas": torch.tensor(SIGMAS),
        "text_to_image": flow(torch.zeros_like(z), SIGMAS, 3.0),
        "image_to_image": flow(start, SIGMAS[2:], 3.0),
        "inpaint": flow(start, SIGMAS[1:], 3.0, mask),
        "tiny.decoded": 2 * decoder(latents.to_model(z)) - 1,
        "tiny.encoded": latents.from_model(encoder(pixels)),
    }
    io["picture"] = (v.decode(latents.to_vae(io["text_to_image"])).sample / 2 + 0.5).clamp(0, 1)
    name = f"wide_latents_{channels}"
    save_file({key: value.contiguous() for key, value in io.items()}, here / f"{name}.io.safetensors")
    weights = {f"unet.{key}": value for key, value in u.state_dict().items()}
    weights |= {f"vae.{key}": value for key, value in v.state_dict().items() if value.ndim > 0}
    said = {"unet.num_heads": "2", "modelspec.predict_key": "rectified-flow"}
    halved = lambda tensors: {key: value.half().contiguous() for key, value in tensors.items()}
    save_file(halved(weights), here / f"{name}.weights.safetensors", said)
    both = {f"taesd_decoder.{key}": value for key, value in decoder.state_dict().items()}
    both |= {f"taesd_encoder.{key}": value for key, value in encoder.state_dict().items()}
    save_file(halved(both), here / f"{name}_tiny.weights.safetensors")


for channels in (16, 32):
    make(channels)
