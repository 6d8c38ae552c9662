import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { CommandError } from "@/ipc";
import { draw } from "@/test/render";
import { StateView } from "./StateView";

const failed = (reason: string) => new CommandError("app.status", "unavailable", { reason, detail: "x" });

describe("an unusable database", () => {
  it.each([
    ["database_corrupted", "O arquivo do banco de dados está danificado", /cópia de segurança/],
    ["database_newer", "Este banco de dados é de uma versão mais nova", /Instale a versão nova/],
    ["database_read_only", "O banco de dados só permite leitura", /permissão de gravação/],
    ["database_forbidden", "O seu usuário não tem direitos neste banco de dados", /Peça os direitos/],
    ["database_unreachable", "Sem conexão com o servidor do banco de dados", /a rede funciona/],
    ["database_sign_in_refused", "O servidor do banco de dados recusou o acesso", /usuário ou a senha/],
    ["database_missing", "Este banco de dados não existe no servidor", /Corrija o endereço/],
    ["database_cannot_open", "O arquivo do banco de dados não pode ser aberto", /a pasta existe/],
    ["database_busy", "Outro programa está usando o banco de dados", /feche-o/],
    ["database_io", "O disco falhou ao ler ou gravar", /Verifique o disco/],
    ["disk_full", "O disco está cheio", /Libere espaço/],
    ["database_on_network", "O arquivo do banco de dados está em uma pasta de rede", /servidor Postgres/],
    ["database_url", "O endereço do banco de dados não está certo", /sqlite:/],
    ["data_folder", "A pasta de dados não pode ser usada", /gravar nela/],
  ])("sys_1_%s_says_what_it_is_and_what_to_do", (reason, heading, advice) => {
    draw(<StateView kind="error" error={failed(reason)} />);
    expect(screen.getByRole("alert").querySelector("strong")?.textContent).toBe(heading);
    expect(screen.getByText(advice)).toBeTruthy();
  });

  it("a_reason_without_words_of_its_own_keeps_the_general_heading", () => {
    draw(<StateView kind="error" error={failed("smoke")} />);
    expect(screen.getByText("Sem conexão com o banco de dados")).toBeTruthy();
  });
});
