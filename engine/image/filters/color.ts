/** Red, green and blue, 0…255, of a colour as ComfyUI's widgets hold it: 0xRRGGBB in one number. */
export const bytesOf = (color: number): readonly [number, number, number] => [
  (color >> 16) & 255,
  (color >> 8) & 255,
  color & 255,
]
