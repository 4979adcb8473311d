import sharp from 'sharp'

/** A small copy of a picture file, as WebP. @param longest  pixels of its longer side, at most */
export const thumbnail = (path: string, longest: number): Promise<Buffer> =>
  sharp(path)
    .rotate()
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer()
