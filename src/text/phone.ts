/** As people in Viet Nam write and dial a number: +84912345678 → 0912345678; any other stays as it is. */
export const localPhone = (phone: string): string => phone.replace(/^\+84/, "0");
