package io.jdaemon.bench.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.jdaemon.bench.client.RestartWindow;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the responses around restarts as SVG, with the same axes for all of them. The
 * background is white, so that it can be read on a dark page, too.
 */
public final class RestartPicture {

	private static final int WIDTH = 800;

	private static final int HEIGHT = 150;

	private static final Color SUCCEEDED = new Color(0x4c9fd8);

	private static final Color FAILED = new Color(0xd62728);

	private static final Color GRID = new Color(0xdddddd);

	private static final Pattern COORDINATE = Pattern.compile("\\d+\\.\\d{2,}");

	private final List<Panel> panels;

	public RestartPicture(List<Panel> panels) {
		this.panels = panels;
	}

	public void write(Path file) throws IOException {
		int height = HEIGHT * this.panels.size();
		VectorGraphics2D graphics = new VectorGraphics2D();
		graphics.setColor(Color.WHITE);
		graphics.fillRect(0, 0, WIDTH, height);
		paint(graphics);
		ByteArrayOutputStream svg = new ByteArrayOutputStream();
		new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, height)).writeTo(svg);
		Files.writeString(file, rounded(svg.toString(StandardCharsets.UTF_8)));
	}

	// The library writes up to 18 digits, which is most of the file
	private static String rounded(String svg) {
		return COORDINATE.matcher(svg)
			.replaceAll((coordinate) -> String.format(Locale.ROOT, "%.1f", Double.parseDouble(coordinate.group()))
				.replaceFirst("\\.0$", ""));
	}

	private void paint(Graphics2D graphics) {
		for (Panel panel : this.panels) {
			chart(panel).paint(graphics, WIDTH, HEIGHT);
			graphics.translate(0, HEIGHT);
		}
	}

	private XYChart chart(Panel panel) {
		boolean last = panel == this.panels.get(this.panels.size() - 1);
		XYChart chart = new XYChartBuilder().width(WIDTH)
			.height(HEIGHT)
			.title(panel.title())
			.xAxisTitle(last ? "seconds since the restart was requested" : "")
			.yAxisTitle("per " + RestartWindow.SLOT.toMillis() + " ms")
			.build();
		style(chart.getStyler());
		add(chart, "responses", panel, panel.window().responses(), SUCCEEDED);
		if (panel.window().failures().stream().anyMatch((count) -> count > 0)) {
			add(chart, "failed requests", panel, panel.window().failures(), FAILED);
		}
		return chart;
	}

	private void style(XYStyler styler) {
		BasicStroke thin = new BasicStroke(0.5f);
		styler.setDefaultSeriesRenderStyle(XYSeriesRenderStyle.StepArea)
			.setXAxisMin(this.panels.get(0).start())
			.setXAxisMax(this.panels.stream().mapToDouble(Panel::end).max().orElse(1))
			.setYAxisMin(0.0)
			.setYAxisMax(Math.max(1, this.panels.stream().mapToDouble(Panel::highest).max().orElse(1)))
			.setXAxisTickMarkSpacingHint(100)
			.setYAxisTickMarkSpacingHint(40)
			.setPlotGridLinesStroke(thin)
			.setPlotGridLinesColor(GRID)
			.setPlotGridVerticalLinesVisible(false)
			.setPlotBorderVisible(false);
		styler.setChartBackgroundColor(Color.WHITE)
			.setLegendVisible(false)
			.setChartTitleBoxVisible(false)
			.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 12))
			.setChartPadding(6);
		Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
		styler.setAxisTitleFont(plain).setAxisTickLabelsFont(plain).setAxisTickMarksStroke(thin);
	}

	private static void add(XYChart chart, String name, Panel panel, List<Integer> counts, Color color) {
		XYSeries series = chart.addSeries(name, panel.times(),
				counts.stream().mapToDouble(Integer::doubleValue).toArray());
		series.setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.NONE);
		series.setFillColor(color);
	}

}
