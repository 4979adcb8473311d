"""Makes samplers_later.json: ComfyUI's samplers that are newer than samplers.json, on the same denoisers.

pip install torch==2.13.0 scipy==1.17.1 safetensors && python tests/goldens/make/samplers-later.py comfy/k_diffusion/sampling.py

The argument is that file of ComfyUI (here 0.35); only the functions named below are taken from it.
"""

import ast
import json
import pathlib
import sys
import types
from functools import partial

import torch
from safetensors.torch import load_file
from scipy import integrate

here = pathlib.Path(__file__).parent.parent
arrays = load_file(here / "samplers.safetensors")
P, Q = arrays["pattern_P"], arrays["pattern_Q"]

wanted = {"linear_multistep_coeff", "_sample_cfgpp_history", "sample_cfgpp_ud10_ab", "sample_seeds_2", "sample_exp_heun_2_x0_sde", "ei_h_phi_1", "ei_h_phi_2", "default_noise_sampler", "offset_first_sigma_for_snr"}
source = ast.parse(pathlib.Path(sys.argv[1]).read_text())
source.body = [n for n in source.body if isinstance(n, ast.FunctionDef) and n.name in wanted]


def set_post_cfg(options, function, disable_cfg1_optimization=False):
    return {**options, "post": function}


space = {
    "torch": torch,
    "integrate": integrate,
    "partial": partial,
    "trange": lambda n, disable: range(n),
    "to_d": lambda x, sigma, denoised: (x - denoised) / sigma,
    "sigma_to_half_log_snr": lambda sigma, model_sampling: sigma.log().neg(),
    "half_log_snr_to_sigma": lambda snr, model_sampling: snr.neg().exp(),
    "comfy": types.SimpleNamespace(
        model_patcher=types.SimpleNamespace(set_model_options_post_cfg_function=set_post_cfg),
        model_sampling=types.SimpleNamespace(CONST=type(None)),
    ),
}
exec(compile(source, sys.argv[1], "exec"), space)


def a(x, s):
    return 0.9 * torch.tanh(x / (1 + s)) + 0.1 * P


def b(x, s):
    return Q + (0.25 / (0.25 + s * s)) * (x - Q) + 0.2 * torch.sin(x) / (1 + s * s)


class Model:
    """D = B + cfg·(A − B), D_u = B."""

    class Sampling:
        noise_scale = 1.0

    inner_model = types.SimpleNamespace(
        model_patcher=types.SimpleNamespace(get_model_object=lambda name: Model.Sampling)
    )

    def __init__(self, cfg):
        self.cfg = cfg

    def __call__(self, x, sigma, model_options=None, **_):
        s = sigma.reshape(-1, 1, 1, 1)
        cond, uncond = a(x, s), b(x, s)
        denoised = uncond + (cond - uncond) * self.cfg
        post = (model_options or {}).get("post")
        return post({"denoised": denoised, "uncond_denoised": uncond, "uncond": 1}) if post else denoised


sigmas = [14.614643, 6.0821514, 2.2321544, 0.69257057, 0.16975659, 0.029167177, 0.0]
cases = []
for name, options in (
    ("cfgpp_ud10_ab", {}),
    ("exp_heun_2_x0_sde", {}),
    ("seeds_2", {"eta": 0.6, "s_noise": 0.9, "r": 0.7, "solver_type": "phi_2"}),
    ("seeds_2", {"eta": 0.4, "s_noise": 1.1, "r": 0.3, "solver_type": "phi_1"}),
):
    for cfg in (1.0, 5.0):
        noise = torch.randn(P.shape if P.dim() == 4 else (1, *P.shape), generator=torch.Generator().manual_seed(42))
        x = noise * (1 + sigmas[0] ** 2) ** 0.5
        out = space[f"sample_{name}"](Model(cfg), x, torch.tensor(sigmas), extra_args={"seed": 42}, disable=True, **options)
        cases.append({"sampler": name, "options": options, "cfg": cfg, "seed": "42", "sigmas": sigmas, "out": [float(f"{v:.8g}") for v in out.flatten().tolist()]})
(here / "samplers_later.json").write_text(json.dumps({"dims": list(out.shape), "cases": cases}, separators=(",", ":")) + "\n")
