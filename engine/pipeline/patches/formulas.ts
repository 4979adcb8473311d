import type { Formula } from '../../formula.ts'

/** What patches compute whose files need networks: a list of the nodes has the formulas without loading those. */

export const grounding: Formula = {
  lines: [
    'x′ = x + tanh(α)·Attention(x ⊕ boxes),  x″ = x′ + tanh(β)·FF(x′)',
    'in every transformer block, before it reads the prompt',
  ],
  source: 'Li et al. 2023, arXiv:2301.07093, equation 7',
}

export const hypernetworkFormula: Formula = {
  lines: [
    'K = W_k·(c + strength·h_k(c)),  V = W_v·(c + strength·h_v(c))',
    'c: what an attention reads; h: small networks, one pair for each width',
  ],
  source: 'github.com/AUTOMATIC1111/stable-diffusion-webui, modules/hypernetworks',
}
