/** What the server takes: types, and bytes. */
export const PICTURE_TYPES = 'image/png,image/jpeg,image/webp'
const PICTURE_BYTES_MAX = 4_194_304

/** A picture that was chosen, and how this page shows it before it is sent: pages may show data, and no blobs. */
export interface ChosenPicture {
  readonly file: File
  readonly url: string
}

export type PictureFault = 'type' | 'size'

/** What is wrong with a file; null: the server may take it. */
export function pictureFault({ type, size }: Pick<File, 'type' | 'size'>): PictureFault | null {
  if (!PICTURE_TYPES.split(',').includes(type)) return 'type'
  return size > PICTURE_BYTES_MAX ? 'size' : null
}

/** Reads a file so that it can be shown. */
export function readPicture(file: File): Promise<ChosenPicture> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      if (typeof reader.result === 'string') resolve({ file, url: reader.result })
    }
    reader.onerror = () => {
      reject(new Error('the file cannot be read'))
    }
    reader.readAsDataURL(file)
  })
}
