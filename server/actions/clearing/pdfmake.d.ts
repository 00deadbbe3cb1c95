/** What of pdfmake is used here. Its types from DefinitelyTyped bring those of browsers into every file of the server. */
declare module 'pdfmake' {
  /** A text, a table, or whatever else stands on a page. */
  export type Content = string | { readonly [setting: string]: unknown }

  interface PdfMake {
    addFonts(fonts: Readonly<Record<string, { readonly normal: string; readonly bold: string }>>): void
    setUrlAccessPolicy(isAllowed: (url: string) => boolean): void
    setLocalAccessPolicy(isAllowed: (path: string) => boolean): void
    createPdf(page: Readonly<Record<string, unknown>>): { getBuffer(): Promise<Uint8Array> }
  }

  const pdfmake: PdfMake
  export default pdfmake
}
