package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

import org.springframework.core.io.ClassPathResource;

/**
 * The metadata of the properties, as the build has generated it.
 */
final class Metadata {

	private Metadata() {
	}

	/**
	 * The properties.
	 * @return the properties by name, in its order
	 */
	static Map<String, JSONObject> properties() throws IOException, JSONException {
		return byName("properties");
	}

	/**
	 * The values that a property may have.
	 * @param name the name of the property
	 * @return the values with their descriptions, none without a hint
	 */
	static List<JSONObject> values(String name) throws IOException, JSONException {
		JSONObject hint = byName("hints").get(name);
		JSONArray values = (hint != null) ? hint.optJSONArray("values") : null;
		return (values != null) ? objects(values) : List.of();
	}

	private static Map<String, JSONObject> byName(String section) throws IOException, JSONException {
		String text = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getContentAsString(StandardCharsets.UTF_8);
		Map<String, JSONObject> byName = new TreeMap<>();
		for (JSONObject object : objects(new JSONObject(text).getJSONArray(section))) {
			byName.put(object.getString("name"), object);
		}
		return byName;
	}

	private static List<JSONObject> objects(JSONArray array) throws JSONException {
		List<JSONObject> objects = new ArrayList<>();
		for (int i = 0; i < array.length(); i++) {
			objects.add(array.getJSONObject(i));
		}
		return objects;
	}

}
