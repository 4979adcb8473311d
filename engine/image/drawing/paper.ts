import { map, rows } from '../../tensor/tensor.ts'
import { readImage } from '../files/read-image.ts'
import type { Image } from '../image.ts'
import { scaleImage } from '../transform/scale-image.ts'

/**
 * A picture file that covers the whole paper, [1, height, width, 3]: scaled to cover it and cropped around the middle.
 *
 * @param paper    grey of the paper, 0 … 1
 * @param opacity  of the picture, 0 … 1
 * @throws ImageError naming the file
 */
export async function coverPaper(
  path: string,
  { width, height, paper, opacity }: { width: number; height: number; paper: number; opacity: number },
): Promise<Image> {
  const { image } = await readImage(path)
  const covering = scaleImage(rows(image, 0, 1), { width, height, method: 'lanczos', crop: 'center' })
  return map(covering, value => paper + opacity * (value - paper))
}
