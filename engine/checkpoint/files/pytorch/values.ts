import type { Dtype } from '../dtype.ts'

/** What a pickle holds as it is read here: plain data, tensors, and the names of what it would build them with. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Value[]
  | Dict
  | Known
  | Storage
  | TensorView
  | Omitted

/** A dict in the order of the file; a key that occurs again replaces the first one's value when it is read. */
export class Dict {
  readonly entries: [key: Value, value: Value][] = []

  get(key: string): Value | undefined {
    return this.entries.findLast(([own]) => own === key)?.[1]
  }
}

/** An object of a TorchScript program: its attributes, which hold its weights. Its code is not read. */
export class ScriptObject extends Dict {}

/** An object that is of no use here, such as a NumPy number. Nothing is kept of it. */
export class Omitted {
  readonly path: string
  constructor(path: string) {
    this.path = path
  }
}

/** The numbers of one or more tensors, without a shape. */
export class Storage {
  /** The name of its bytes in the file. */
  readonly key: string
  /** null: bytes whose type only the tensors know. */
  readonly dtype: Dtype | null
  /** Where it begins inside of the bytes that have the key, in numbers. */
  readonly start: number
  constructor(key: string, dtype: Dtype | null, start: number) {
    this.key = key
    this.dtype = dtype
    this.start = start
  }
}

/** A tensor: a part of a storage, seen with a shape. */
export class TensorView {
  readonly storage: Storage
  readonly dtype: Dtype
  /** In numbers, as the strides are. */
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  constructor(view: Pick<TensorView, 'storage' | 'dtype' | 'offset' | 'shape' | 'strides'>) {
    this.storage = view.storage
    this.dtype = view.dtype
    this.offset = view.offset
    this.shape = view.shape
    this.strides = view.strides
  }
}

/** One of the few Python names that may occur. It is data: no name is ever looked up, and nothing of Python is called. */
export class Known {
  /** With its module: `torch._utils._rebuild_tensor_v2`. */
  readonly path: string
  readonly does: Meaning
  constructor(path: string, does: Meaning) {
    this.path = path
    this.does = does
  }
}

export interface Meaning {
  /** What a call with these arguments describes; null for arguments that do not fit. */
  readonly describe?: (args: readonly Value[]) => Value | null
  /** The name is the class of a storage; null: of one without a type. */
  readonly storageOf?: Dtype | null
  /** The name is a number type. */
  readonly dtype?: Dtype
}
