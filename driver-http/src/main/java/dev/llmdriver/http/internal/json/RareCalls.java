package dev.llmdriver.http.internal.json;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.base.ParserMinimalBase;
import java.math.BigDecimal;
import java.math.BigInteger;

/** What a parser must have and codecs hardly use: all of it is left to Jackson's own parser. */
abstract class RareCalls extends ParserMinimalBase {
    RareCalls() {
        super(StreamReadConstraints.defaults());
    }

    @Override
    public ObjectCodec getCodec() {
        throw new Unusual();
    }

    @Override
    public void setCodec(ObjectCodec codec) {
        throw new Unusual();
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void close() {}

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public JsonStreamContext getParsingContext() {
        throw new Unusual();
    }

    @Override
    protected void _handleEOF() {
        throw new Unusual();
    }

    @Override
    public void overrideCurrentName(String name) {
        throw new Unusual();
    }

    @Override
    public char[] getTextCharacters() {
        throw new Unusual();
    }

    @Override
    public boolean hasTextCharacters() {
        return false;
    }

    @Override
    public int getTextLength() {
        throw new Unusual();
    }

    @Override
    public int getTextOffset() {
        throw new Unusual();
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) {
        throw new Unusual();
    }

    @Override
    public Number getNumberValue() {
        throw new Unusual();
    }

    @Override
    public BigInteger getBigIntegerValue() {
        throw new Unusual();
    }

    @Override
    public float getFloatValue() {
        throw new Unusual();
    }

    @Override
    public BigDecimal getDecimalValue() {
        throw new Unusual();
    }
}
