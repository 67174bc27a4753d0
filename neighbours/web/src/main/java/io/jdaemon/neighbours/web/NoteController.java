package io.jdaemon.neighbours.web;

import java.security.Principal;

import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.util.HtmlUtils;

import jakarta.servlet.http.HttpSession;

/**
 * A page with a form: a note that the session of a user keeps.
 */
@Controller
class NoteController {

	private static final String NOTE = "note";

	@GetMapping(path = "/note", produces = MediaType.TEXT_HTML_VALUE)
	@ResponseBody
	String note(Principal user, CsrfToken token, @SessionAttribute(name = NOTE, required = false) String note) {
		return """
				<p>%s: %s</p>
				<form method="post"><input name="text"><input type="hidden" name="%s" value="%s"></form>
				""".formatted(user.getName(), HtmlUtils.htmlEscape(String.valueOf(note)), token.getParameterName(),
				token.getToken());
	}

	@PostMapping("/note")
	String keep(@RequestParam String text, HttpSession session) {
		session.setAttribute(NOTE, text);
		return "redirect:/note";
	}

}
