import "./styles.ts";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { preferredLanguage } from "../parts/languages.ts";
import { saveEverything } from "./mail/write/saving.ts";
import { router } from "./router.tsx";
import { queryClient } from "./session.ts";
import { theme } from "./theme.ts";
import { startWords } from "./words.ts";

// After an update of the server, parts that this page has not loaded yet are called otherwise.
addEventListener("vite:preloadError", () => void saveEverything().then(() => location.reload()));
await startWords(preferredLanguage());
createRoot(document.querySelector("#page")!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
