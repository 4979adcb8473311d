"""Makes nets/ip_adapter_sdxl.*: IP-Adapters, plain and plus, on a UNet with the transformers of SDXL, by all weight types.

pip install torch==2.13.0 diffusers==0.42.1 safetensors && python tests/goldens/make/ip-adapter-sdxl.py

The UNet is diffusers' UNet2DConditionModel with SDXL's 11 spatial transformers and 70 attentions to the prompt, with random weights,
float16-representable and computed in float32. What the adapters add is computed by the formulas of ComfyUI_IPAdapter_plus
(github.com/cubiq/ComfyUI_IPAdapter_plus: IPAdapterPlus.py, ipadapter_execute; CrossAttentionPatch.py; resampler.py), written out.
"""

import json
import pathlib

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

here = pathlib.Path(__file__).parent.parent / "nets"
CONTEXT, POOLED, SEEN, TOKENS, WIDTH = 24, 16, 20, 4, 32
WEIGHT, COMPOSITION = 0.7, 0.4


def representable(net, seed, spread=0.02):
    torch.manual_seed(seed)
    for p in net.parameters():
        p.data = (p.data + spread * torch.randn_like(p)).half().float()
    return net.eval()


def sdxl():
    return representable(
        UNet2DConditionModel(
            sample_size=8,
            block_out_channels=(WIDTH, WIDTH, WIDTH),
            layers_per_block=2,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            transformer_layers_per_block=(1, 2, 10),
            cross_attention_dim=CONTEXT,
            attention_head_dim=2,
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=256,
            projection_class_embeddings_input_dim=POOLED + 6 * 256,
        ),
        1,
        0.05,
    )


class Plain(nn.Module):
    """A vector of each picture as four tokens."""

    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(SEEN, TOKENS * CONTEXT)
        self.norm = nn.LayerNorm(CONTEXT)

    def forward(self, x):
        return self.norm(self.proj(x).reshape(-1, TOKENS, CONTEXT))


class Plus(nn.Module):
    """A resampler with two layers; its heads are 64 wide."""

    def __init__(self, dim=64, heads=2, queries=5):
        super().__init__()
        linear = lambda a, b: nn.Linear(a, b, bias=False)
        self.heads = heads
        self.latents = nn.Parameter(torch.randn(1, queries, dim) / dim**0.5)
        self.proj_in, self.proj_out = nn.Linear(SEEN, dim), nn.Linear(dim, CONTEXT)
        self.norm_out = nn.LayerNorm(CONTEXT)

        class Attention(nn.Module):
            def __init__(self):
                super().__init__()
                self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
                self.to_q, self.to_kv = linear(dim, 64 * heads), linear(dim, 128 * heads)
                self.to_out = linear(64 * heads, dim)

        forward = lambda: nn.Sequential(nn.LayerNorm(dim), linear(dim, 4 * dim), nn.GELU(), linear(4 * dim, dim))
        self.layers = nn.ModuleList(nn.ModuleList([Attention(), forward()]) for _ in range(2))

    def forward(self, x):
        x = self.proj_in(x)
        h = self.latents.repeat(x.shape[0], 1, 1)
        for attention, forward in self.layers:
            own = attention.norm2(h)
            k, v = attention.to_kv(torch.cat([attention.norm1(x), own], 1)).chunk(2, -1)
            h = h + attention.to_out(attend(attention.to_q(own), k, v, self.heads))
            h = h + forward(h)
        return self.norm_out(self.proj_out(h))


def attend(q, k, v, heads):
    split = lambda x: x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)
    y = F.scaled_dot_product_attention(split(q), split(k), split(v))
    return y.transpose(1, 2).reshape(q.shape)


def weights_of(kind, w, composition):
    """By transformer: a factor for each, where it counts; and the transformers where the picture is avoided."""
    n = 11
    spread = lambda f: {t: w * (0.05 + 0.95 * f(t)) for t in range(n)}
    distance = lambda t: abs(t - n / 2) / (n / 2)
    parts = ["input"] * 4 + ["middle"] + ["output"] * 6
    weak = lambda part: {t: w * (0.2 if parts[t] == part else 1) for t in range(n)}
    table = {
        "linear": {t: w for t in range(n)},
        "ease in": spread(lambda t: 1 - t / n),
        "ease out": spread(lambda t: t / n),
        "ease in-out": spread(lambda t: 1 - distance(t)),
        "reverse in-out": spread(distance),
        "weak input": weak("input"),
        "weak output": weak("output"),
        "weak middle": weak("middle"),
        "strong middle": {t: w * (1 if parts[t] == "middle" else 0.2) for t in range(n)},
        "style transfer": {6: w},
        "composition": {3: w},
        "strong style transfer": {t: w for t in range(n) if t != 3},
        "style and composition": {3: composition, 6: w},
        "strong style and composition": {t: composition if t == 3 else w for t in range(n)},
        "style transfer precise": {3: composition, 6: w},
        "composition precise": {t: composition if t == 3 else w if t == 6 else 0.1 * w for t in range(n)},
    }
    avoided = {"style transfer precise": [3], "composition precise": [t for t in range(n) if t != 3]}
    return table[kind], avoided.get(kind, [])


class Beside:
    """An attention to the prompt with pictures beside it; half of the batch is what guidance compares with."""

    def __init__(self, kv, key, transformer):
        self.kv, self.key, self.transformer, self.use = kv, key, transformer, None

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, **_):
        context = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        q, k, v = attn.to_q(hidden_states), attn.to_k(context), attn.to_v(context)
        y = attend(q, k, v, attn.heads)
        if encoder_hidden_states is not None and self.use is not None:
            y = y + self.added(q, attn.heads)
        return attn.to_out[0](y)

    def added(self, q, heads):
        use, t = self.use, self.transformer
        weights, avoided_at = use["weights"]
        if t not in weights:
            return 0
        drawn, avoided = use["drawn"], use["avoided"]
        if t in avoided_at:
            drawn, avoided = drawn * 0, drawn
        if use["composition"] is not None and t == 3:
            drawn = use["composition"]
        n = q.shape[0] // 2
        each = (lambda x: x) if use["unfold"] else (lambda x: x.reshape(1, -1, x.shape[-1]).repeat(n, 1, 1))
        by = weights[t]
        if isinstance(by, torch.Tensor):
            by = by.reshape(-1, 1, 1).repeat(2, 1, 1)
        to_k, to_v = self.kv
        tokens = torch.cat([each(drawn), each(avoided)])
        k, v = tokens @ to_k.T, tokens @ to_v.T
        scaling = use["scaling"]
        if "penalty" in scaling:
            by = by * k.shape[2] / 1280
        if scaling.startswith("K"):
            k = k * by
        if scaling.startswith("K+V"):
            v = v * by
        if scaling.startswith("K+mean"):
            mean = v.mean(1, keepdim=True)
            v = v - mean + mean * by
        y = attend(q, k, v, heads)
        return y * by if scaling == "V only" else y


def with_adapter(net, kv):
    """In the order of an adapter's weights: down, up, middle. Transformers are counted as they are computed."""
    order = [name for name in net.attn_processors if name.startswith("down")]
    order += [name for name in net.attn_processors if name.startswith("up")]
    order += [name for name in net.attn_processors if name.startswith("mid")]
    outer = lambda name: name.split(".transformer_blocks")[0]
    rank = lambda name: ["down", "mid_", "up_b"].index((name[:4]))
    transformers = sorted({outer(name) for name in order}, key=lambda name: (rank(name), name))
    made = {}
    for i, name in enumerate(order):
        cross = name.endswith("attn2.processor")
        made[name] = Beside(kv.get(i) if cross else None, i, transformers.index(outer(name)))
    beside = [made[name] for name in order if name.endswith("attn2.processor")]
    net.set_attn_processor(made)
    return beside, len(transformers)


@torch.no_grad()
def main():
    net = sdxl()
    names = list(net.attn_processors)
    torch.manual_seed(2)
    weights, projections = {}, {"plain": representable(Plain(), 3), "plus": representable(Plus(), 4)}
    kv = {}
    for i in range(1, len(names), 2):
        kv[i] = (0.3 * torch.randn(2, WIDTH, CONTEXT)).half().float().unbind()
    beside, count = with_adapter(net, kv)
    assert (count, len(beside)) == (11, 70)
    torch.manual_seed(5)
    x, context = torch.randn(2, 4, 8, 8), torch.randn(2, 7, CONTEXT)
    pooled, timestep = torch.randn(2, POOLED), torch.tensor([300.0, 300.0])
    times = torch.tensor([[64.0, 64, 0, 0, 64, 64]]).repeat(2, 1)
    seen = {"plain": torch.randn(3, SEEN), "plus": torch.randn(3, 9, SEEN)}
    nothing = {"plain": torch.zeros(1, SEEN), "plus": torch.randn(1, 9, SEEN)}
    io = {"x": x, "context": context, "pooled": pooled, "timestep": timestep, "time_ids": times}

    def predicted(use, x=x, context=context, pooled=pooled):
        for one in beside:
            one.use = use
        n = x.shape[0]
        added = {"text_embeds": pooled, "time_ids": times[:1].repeat(n, 1)}
        return net(x, timestep[:1].repeat(n), context, added_cond_kwargs=added).sample

    io["out"] = predicted(None)
    cases = []
    kinds = list(weights_table())
    for form, project in projections.items():
        io[f"{form}.seen"], io[f"{form}.nothing"] = seen[form], nothing[form]
        tokens, none = project(seen[form]), project(nothing[form])
        io[f"{form}.tokens"] = tokens
        common = {"drawn": tokens[:1], "avoided": none, "composition": None, "unfold": False, "scaling": "V only"}
        for kind in kinds:
            two = kind in ("style and composition", "strong style and composition")
            case = {"form": form, "type": kind, "composition": two, "scaling": "V only"}
            use = common | {"weights": weights_of(kind, WEIGHT, COMPOSITION)}
            use |= {"composition": tokens[1:2] if two else None}
            io[f"{len(cases)}.out"] = predicted(use)
            cases.append(case)
        for scaling in ("K+V", "K+V w/ C penalty", "K+mean(V) w/ C penalty"):
            use = common | {"weights": weights_of("linear", WEIGHT, COMPOSITION), "scaling": scaling}
            io[f"{len(cases)}.out"] = predicted(use)
            cases.append({"form": form, "type": "linear", "composition": False, "scaling": scaling})
        # Two images of a batch, each like its own picture and with its own weight; then the two to compare with.
        each = torch.tensor([0.9, 0.2])
        use = common | {"weights": weights_of("ease out", each, each), "unfold": True}
        use |= {"drawn": tokens[:2], "avoided": none.repeat(2, 1, 1)}
        four = torch.cat([x, x]), torch.cat([context, context]), torch.cat([pooled, pooled])
        io[f"{form}.each"] = predicted(use, *four)
    saved = {f"unet.{key}": value for key, value in net.state_dict().items()}
    halved = lambda tensors: {key: value.half().contiguous() for key, value in tensors.items()}
    save_file(halved(saved), here / "ip_adapter_sdxl_unet.weights.safetensors", {"unet.num_heads": "2"})
    layers = {f"ip_adapter.{i}.to_{part}_ip.weight": w for i, pair in kv.items() for part, w in zip("kv", pair)}
    for form, project in projections.items():
        own = {f"image_proj.{key}": value for key, value in project.state_dict().items()}
        save_file(halved(own | layers), here / f"ip_adapter_sdxl_{form}.weights.safetensors")
    save_file({key: value.contiguous() for key, value in io.items()}, here / "ip_adapter_sdxl.io.safetensors")
    text = json.dumps({"weight": WEIGHT, "composition": COMPOSITION, "cases": cases}, indent=1)
    (here / "ip_adapter_sdxl.json").write_text(text + "\n")


def weights_table():
    return [
        *["linear", "ease in", "ease out", "ease in-out", "reverse in-out", "weak input", "weak output", "weak middle"],
        *["strong middle", "style transfer", "composition", "strong style transfer", "style and composition"],
        *["strong style and composition", "style transfer precise", "composition precise"],
    ]


main()
