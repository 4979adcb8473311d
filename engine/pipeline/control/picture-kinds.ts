/** The image kinds of ControlNet unions, in the order of their `task_embedding`, under ComfyUI's names. */
export const pictureKinds = [
  'openpose',
  'depth',
  'hed/pidi/scribble/ted',
  'canny/lineart/anime_lineart/mlsd',
  'normal',
  'segment',
  'tile',
  'repaint',
] as const
export type PictureKind = (typeof pictureKinds)[number]
