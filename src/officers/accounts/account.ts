import { z } from "zod";
import type { FormerUnit, Role as TicketRole } from "../../tickets/index.ts";

/** What a person at the console may be. One person may be several: the first one is both admin and coordinator. */
export const ROLES = [
  "officer",
  "head",
  "intake",
  "coordinator",
  "inspector",
  "admin",
] as const satisfies readonly TicketRole[];
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  officer: "Cán bộ xử lý",
  head: "Lãnh đạo đơn vị",
  intake: "Tiếp nhận",
  coordinator: "Điều phối (phân loại)",
  inspector: "Thanh tra (khiếu nại, tố cáo)",
  admin: "Quản trị hệ thống",
};

export interface Officer {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** A department's id from the directory; null for people who stand above departments. */
  readonly department: string | null;
  /** Units they have left. */
  readonly former: readonly FormerUnit[];
  readonly disabled: boolean;
  /** False until the person has followed the link and chosen a password. */
  readonly hasPassword: boolean;
  readonly createdAt: number;
}

export const hasRole = (officer: Officer, ...roles: readonly Role[]): boolean =>
  roles.some((role) => officer.roles.includes(role));

export const MIN_PASSWORD = 10;

/** Names are compared folded, so "An.Nguyen" and "an.nguyen" are one account. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,39}$/, "Tên đăng nhập gồm 3–40 chữ không dấu, số, dấu chấm hoặc gạch ngang.");

export const DisplayName = z
  .string()
  .trim()
  .normalize("NFC")
  .min(2, "Vui lòng nhập họ tên.")
  .max(80, "Họ tên dài quá 80 ký tự.");

export const Password = z
  .string()
  .normalize("NFC")
  .min(MIN_PASSWORD, `Mật khẩu cần ít nhất ${MIN_PASSWORD} ký tự.`)
  .max(200, "Mật khẩu dài quá 200 ký tự.");

export const RoleName = z.enum(ROLES, "Vui lòng chọn vai trò.");
