/** Class names that ComfyUI itself reads as others. */
const renames: Readonly<Record<string, string>> = {
  T2IAdapterLoader: 'ControlNetLoader',
  'ConditioningAverage ': 'ConditioningAverage',
  SDV_img2vid_Conditioning: 'SVD_img2vid_Conditioning',
}

/** The present name of a node class. */
export const currentType = (type: string): string => (Object.hasOwn(renames, type) ? renames[type]! : type)
