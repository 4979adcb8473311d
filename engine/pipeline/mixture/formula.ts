import type { Formula } from '../../formula.ts'

/** What a mixture computes, and how its gates are measured. */
export const gateVectors: Formula = {
  lines: [
    'y = Σ_P w_e·expert_e(X),  P = the k experts of the largest Σ_rows L',
    'L = X·Gᵀ,  w = softmax(L over P) for each row of X',
    'G: g_e = m/‖m‖,  m = the mean row of X when expert e draws its own prompt, in the last step of DDPM',
  ],
  source: 'github.com/segmind/segmoe, segmoe/main.py, SparseMoeBlock and get_gate_params',
}
