export type Dtype =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U8'
  | 'BOOL'
  | 'F8_E4M3'
  | 'F8_E5M2'

export interface TensorInfo {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** From the start of the file. */
  readonly offset: number
  /** Bytes. */
  readonly length: number
}

/** A .safetensors file's header: everything but the numbers. */
export interface Safetensors {
  /** Absolute, symbolic links resolved. */
  readonly path: string
  readonly size: number
  readonly tensors: ReadonlyMap<string, TensorInfo>
  readonly metadata: Readonly<Record<string, string>>
}
