/** What reads codes out of a picture: the browser's own reader, or ours. */
export interface Detector {
  detect: (source: HTMLVideoElement) => Promise<readonly { rawValue: string }[]>
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector
  getSupportedFormats: () => Promise<readonly string[]>
}

/** What member cards carry: the QR code on the phone, and bar codes on paper and plastic. */
const FORMATS = ['qr_code', 'code_128', 'ean_13']

/** The reader of this browser, if it has one that reads all that cards carry; some have the name and read nothing. */
async function findOwn(): Promise<DetectorClass | null> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (own === undefined) return null
  const supported = await own.getSupportedFormats().catch((): string[] => [])
  return FORMATS.every((format) => supported.includes(format)) ? own : null
}

/** Loads ours, which is a megabyte: only tills that open the camera need it. Its WebAssembly comes from our own origin. */
async function loadOurs(): Promise<DetectorClass> {
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasmUrl }] = await Promise.all([
    import('barcode-detector/ponyfill'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ])
  prepareZXingModule({ overrides: { locateFile: (path: string) => (path.endsWith('.wasm') ? wasmUrl : path) } })
  return BarcodeDetector as unknown as DetectorClass
}

/** A reader of codes, in any browser. */
export async function openDetector(): Promise<Detector> {
  const detectorClass = (await findOwn()) ?? (await loadOurs())
  return new detectorClass({ formats: FORMATS })
}
