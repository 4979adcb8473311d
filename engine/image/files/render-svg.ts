import sharp from 'sharp'

/** A square drawing as PNG. @param size  pixels */
export const renderPng = (svg: Buffer, size: number): Promise<Buffer> =>
  sharp(svg, { density: 300 }).resize(size, size).png().toBuffer()
