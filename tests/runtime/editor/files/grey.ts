import sharp from 'sharp'

/** A picture of one pixel; each level from 0 to 255 is another one. */
export const grey = (level: number): Promise<Buffer> =>
  sharp(Uint8Array.of(level), { raw: { width: 1, height: 1, channels: 1 } })
    .png()
    .toBuffer()
