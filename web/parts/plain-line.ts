/** Without control and direction characters, behind which another name can hide ("geexe.pdf" for a program). */
export const plainLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, "");
