/** How a network's output is read and which noise levels it knows. */
export interface ModelSamplingSpec {
  readonly prediction: 'eps' | 'v_prediction' | 'x0' | 'lcm' | 'img_to_img'
  /** `distilled`: the 50 timesteps 19, 39 … 999 that LCM and TCD were trained on. */
  readonly timesteps: 'full' | 'distilled'
  /** Zero terminal SNR (Lin et al. 2023, arXiv:2305.08891). */
  readonly zsnr: boolean
}
