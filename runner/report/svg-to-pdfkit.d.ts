/** What Reprise uses of the package, which has no types of its own. */
declare module 'svg-to-pdfkit' {
  interface Options {
    /** Whether a pixel is a point. */
    readonly assumePt?: boolean;
    readonly fontCallback?: (family: string, bold: boolean, italic: boolean) => string;
  }
  function SVGtoPDF(document: PDFKit.PDFDocument, svg: string, x: number, y: number, options?: Options): void;
  export = SVGtoPDF;
}
